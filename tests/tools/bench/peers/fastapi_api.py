"""What a team would write with FastAPI: the served table in a dict, the model as numbers, one uvicorn worker.

usage: fastapi_api.py FEATURES_CSV MODEL_JSON PORT KEY_SHA256

Answers the same two urls with the same JSON and does what the api beside it does as far as FastAPI offers it: typed
responses, a key in a header, a line a request. uvloop and httptools where they are there.
"""

import csv
import hashlib
import hmac
import json
import math
import sys
from typing import List, Optional

import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import APIKeyHeader
from pydantic import BaseModel

NAMES = ["nb_previous_loans", "avg_amount_loans_previous", "age", "years_on_the_job", "flag_own_car"]


def number(text):
    if text == "":
        return None
    value = float(text)
    return int(value) if value.is_integer() and "." not in text else value


class Features(BaseModel):
    nb_previous_loans: int
    avg_amount_loans_previous: Optional[float]
    age: int
    years_on_the_job: Optional[int]
    flag_own_car: int


class Prediction(BaseModel):
    resultado: List[int]


def main(features_csv, model_json, port, key_sha256):
    with open(features_csv, newline="") as file:
        table = {int(row["id"]): {name: number(row[name]) for name in NAMES} for row in csv.DictReader(file)}
    with open(model_json) as file:
        intercept, *weights = json.load(file)["classifiers"][0]["weights"][0]

    async def authenticate(key: str = Depends(APIKeyHeader(name="x-api-key"))):
        if not hmac.compare_digest(hashlib.sha256(key.encode()).hexdigest(), key_sha256):
            raise HTTPException(status_code=401)

    app = FastAPI(dependencies=[Depends(authenticate)])

    def features_of(user):
        row = table.get(user)
        if row is None:
            raise HTTPException(status_code=404)
        return row

    @app.get("/api/user/{user}/caracteristicasriesgo", response_model=Features)
    async def features(user: int):
        return features_of(user)

    @app.get("/api/user/{user}/prediccion", response_model=Prediction)
    async def prediction(user: int):
        row = features_of(user)
        logit = intercept + sum(weight * (row[name] or 0) for weight, name in zip(weights, NAMES))
        return {"resultado": [int(1 / (1 + math.exp(-logit)) >= 0.5)]}

    uvicorn.run(app, host="127.0.0.1", port=int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
