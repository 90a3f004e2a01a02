"""The pipeline of the student labs: loan history to features with pandas, then SMOTE and a small random forest.

usage: seed_pipeline.py LOANS_CSV OUTPUT_FOLDER

Writes train_model.csv and model.joblib into OUTPUT_FOLDER. The last line on stdout is JSON with the seconds of every
phase, the seconds of the whole run (imports included) and the scores on the test rows.
"""

import time

started = time.perf_counter()

import json
import os
import sys

import joblib
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, precision_score, recall_score
from sklearn.model_selection import train_test_split

FEATURES = ["age", "years_on_the_job", "nb_previous_loans", "avg_amount_loans_previous", "flag_own_car"]


def years_since(column, today):
    return (today - pd.to_datetime(column, errors="coerce")).dt.days // 365


def add_features(loans):
    loans = loans.sort_values(["id", "loan_date"]).reset_index(drop=True)
    loans["loan_date"] = pd.to_datetime(loans["loan_date"])
    users = loans.groupby("id", group_keys=False)
    loans["nb_previous_loans"] = users["loan_date"].rank(method="first") - 1
    loans["avg_amount_loans_previous"] = users["loan_amount"].apply(lambda amount: amount.shift().expanding().mean())
    today = pd.to_datetime("today").normalize()
    loans["age"] = years_since(loans["birthday"], today)
    loans["years_on_the_job"] = years_since(loans["job_start_date"], today)
    loans["flag_own_car"] = loans["flag_own_car"].apply(lambda flag: 0 if flag == "N" else 1)
    return loans[["id", *FEATURES, "status"]]


def main(loans_csv, folder):
    seconds = {"import": time.perf_counter() - started}

    def lap(phase):
        seconds[phase] = time.perf_counter() - started - sum(seconds.values())

    loans = pd.read_csv(loans_csv)
    lap("read")
    table = add_features(loans)
    lap("features")
    train_model_csv = os.path.join(folder, "train_model.csv")
    table.to_csv(train_model_csv, index=False)
    lap("write")

    # The labs train in a second notebook, which begins with the file that the first one wrote.
    table = pd.read_csv(train_model_csv).fillna(0)
    x_train, x_test, y_train, y_test = train_test_split(
        table[FEATURES], table["status"], test_size=0.3, random_state=123, stratify=table["status"]
    )
    lap("split")
    x_train, y_train = SMOTE(random_state=1).fit_resample(x_train, y_train)
    lap("smote")
    model = RandomForestClassifier(n_estimators=5).fit(x_train, y_train)
    lap("fit")
    predicted = model.predict(x_test)
    scores = {
        "accuracy": accuracy_score(y_test, predicted),
        "precision": precision_score(y_test, predicted, zero_division=0),
        "recall": recall_score(y_test, predicted),
    }
    lap("evaluate")
    joblib.dump(model, os.path.join(folder, "model.joblib"))
    lap("dump")
    print(json.dumps({"rows": len(table), "phases": seconds, "seconds": time.perf_counter() - started, **scores}))


if __name__ == "__main__":
    main(*sys.argv[1:])
