"""A scikit-learn model behind FastAPI as its docs show it: a typed row, a key in a header, one uvicorn worker, a line a request.

usage: fastapi_rows.py MODEL PORT KEY_SHA256

POST /prediction takes one row as an object; POST /batch takes {"data": [[...], ...]} and answers the probability of class 1 of
each row. uvloop and httptools where they are there.
"""

import hashlib
import hmac
import sys
from typing import List, Optional

import joblib
import numpy as np
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import APIKeyHeader
from pydantic import BaseModel


class Row(BaseModel):
    nb_previous_loans: int
    avg_amount_loans_previous: Optional[float] = None
    age: int
    years_on_the_job: Optional[int] = None
    flag_own_car: int


class Rows(BaseModel):
    data: List[List[Optional[float]]]


class Prediction(BaseModel):
    prediction: int
    probability: float


class Predictions(BaseModel):
    probabilities: List[float]


def main(file, port, key_sha256):
    model = joblib.load(file)

    async def authenticate(key: str = Depends(APIKeyHeader(name="x-api-key"))):
        if not hmac.compare_digest(hashlib.sha256(key.encode()).hexdigest(), key_sha256):
            raise HTTPException(status_code=401)

    app = FastAPI(dependencies=[Depends(authenticate)])

    @app.post("/prediction", response_model=Prediction)
    async def predict(row: Row):
        values = [
            row.nb_previous_loans,
            row.avg_amount_loans_previous,
            row.age,
            row.years_on_the_job,
            row.flag_own_car,
        ]
        probability = float(model.predict_proba(np.array([values], dtype=float))[0, 1])
        return {"prediction": int(probability >= 0.5), "probability": probability}

    @app.post("/batch", response_model=Predictions)
    async def predict_batch(rows: Rows):
        return {"probabilities": model.predict_proba(np.array(rows.data, dtype=float))[:, 1].tolist()}

    uvicorn.run(app, host="127.0.0.1", port=int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
