"""What a team would write with FastAPI today: the served table in a dict, the model as numbers, one uvicorn worker.

usage: fastapi_api.py FEATURES_CSV MODEL_JSON PORT

Answers the same two urls with the same JSON. No access log, no middleware, uvloop and httptools where they are there.
"""

import csv
import json
import math
import sys

import uvicorn
from fastapi import FastAPI, HTTPException

NAMES = ["nb_previous_loans", "avg_amount_loans_previous", "age", "years_on_the_job", "flag_own_car"]


def number(text):
    if text == "":
        return None
    value = float(text)
    return int(value) if value.is_integer() and "." not in text else value


def main(features_csv, model_json, port):
    with open(features_csv, newline="") as file:
        table = {int(row["id"]): {name: number(row[name]) for name in NAMES} for row in csv.DictReader(file)}
    with open(model_json) as file:
        intercept, *weights = json.load(file)["classifiers"][0]["weights"][0]

    app = FastAPI()

    def features_of(user):
        row = table.get(user)
        if row is None:
            raise HTTPException(status_code=404)
        return row

    @app.get("/api/user/{user}/caracteristicasriesgo")
    async def features(user: int):
        return features_of(user)

    @app.get("/api/user/{user}/prediccion")
    async def prediction(user: int):
        row = features_of(user)
        logit = intercept + sum(weight * (row[name] or 0) for weight, name in zip(weights, NAMES))
        return {"resultado": [int(1 / (1 + math.exp(-logit)) >= 0.5)]}

    uvicorn.run(app, host="127.0.0.1", port=int(port), access_log=False, log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
