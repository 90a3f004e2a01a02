"""Asks an api as MLflow's own client does. Reads what to ask from stdin, and writes what it was answered, as JSON."""

import json
import sys

import pandas as pd
import requests
from mlflow.pyfunc.scoring_server.client import ScoringServerClient


def answers(predictions) -> list:
    return pd.DataFrame(predictions).iloc[:, 0].tolist()


def ask(url: str, model: dict) -> dict:
    client = ScoringServerClient("127.0.0.1", 0)
    client.url_prefix = f"{url}/models/{model['name']}"
    frame = pd.DataFrame(model["rows"], columns=model["features"])
    # A user of pandas has numbers in every column, and NaN where one is missing.
    numbers = frame.apply(pd.to_numeric)
    csv = {"content-type": "text/csv"}

    def posted(text: str) -> list:
        reply = requests.post(f"{client.url_prefix}/invocations", data=text, headers=csv)
        reply.raise_for_status()
        return reply.json()["predictions"]

    return {
        "dataframe_split": answers(client.invoke(numbers).get_predictions()),
        "inputs": answers(client.invoke(numbers.to_numpy()).get_predictions()),
        "csv": posted(numbers.to_csv(index=False)),
        "csv with an index": posted(numbers.to_csv()),
        "csv with NaN": posted(numbers.to_csv(index=False, na_rep="NaN")),
    }


def main() -> None:
    given = json.load(sys.stdin)
    server = ScoringServerClient("127.0.0.1", 0)
    server.url_prefix = given["url"]
    server.ping()
    answered = {model["name"]: ask(given["url"], model) for model in given["models"]}
    json.dump({"version": server.get_version(), "models": answered}, sys.stdout)


main()
