"""A training of riesgo with polars and scikit-learn: loan history to features, a logistic regression and its metrics.

usage: polars_train.py LOANS_CSV OUTPUT_FOLDER

Writes train_model.csv, features.csv, model.json, metrics.json and manifest.json with the hashes of the others. Rows are not
checked beyond what the reader of the CSV demands. The last line on stdout is JSON with the seconds of every phase.
"""

import time

started = time.perf_counter()

import hashlib
import json
import os
import sys

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, confusion_matrix, log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

COLUMNS = {
    "loan_id": pl.Int64,
    "id": pl.Int64,
    "flag_own_car": pl.String,
    "birthday": pl.Date,
    "job_start_date": pl.Date,
    "loan_date": pl.Date,
    "loan_amount": pl.Float64,
    "status": pl.Int8,
}
FEATURES = ["nb_previous_loans", "avg_amount_loans_previous", "age", "years_on_the_job", "flag_own_car"]
TEST_SHARE = 0.2
FALSE_ALARM, MISS = 1, 20


def completed_years(since, until):
    since, until = pl.col(since), pl.col(until)
    not_yet = (until.dt.month() < since.dt.month()) | (
        (until.dt.month() == since.dt.month()) & (until.dt.day() < since.dt.day())
    )
    return until.dt.year() - since.dt.year() - not_yet.cast(pl.Int32)


def described(loans):
    return loans.with_columns(
        avg_amount_loans_previous=(pl.col("amount_before") / pl.col("nb_previous_loans")).round(10),
        age=completed_years("birthday", "observed_at"),
        years_on_the_job=pl.when(pl.col("job_start_date") <= pl.col("observed_at")).then(
            completed_years("job_start_date", "observed_at")
        ),
        flag_own_car=(pl.col("flag_own_car") != "N").cast(pl.Int8),
    )


def tables(loans):
    """The labelled observations, each loan on its day, and every user on the day after the last loan."""
    days = (
        loans.group_by("id", "loan_date")
        .agg(loans=pl.len(), amount=pl.col("loan_amount").sum())
        .sort("id", "loan_date")
        .with_columns(
            nb_previous_loans=(pl.col("loans").cum_sum() - pl.col("loans")).over("id"),
            amount_before=(pl.col("amount").cum_sum() - pl.col("amount")).over("id"),
        )
        .with_columns(
            amount_before=pl.when(pl.col("nb_previous_loans") > 0).then("amount_before"),
        )
        .select("id", "loan_date", "nb_previous_loans", "amount_before")
    )
    labelled = described(loans.join(days, on=["id", "loan_date"]).rename({"loan_date": "observed_at"}))
    cut_off = loans["loan_date"].max() + np.timedelta64(1, "D").astype(object)
    served = described(
        loans.sort("loan_date", "loan_id")
        .group_by("id")
        .agg(
            nb_previous_loans=pl.len(),
            amount_before=pl.col("loan_amount").sum(),
            birthday=pl.col("birthday").last(),
            job_start_date=pl.col("job_start_date").last(),
            flag_own_car=pl.col("flag_own_car").last(),
        )
        .with_columns(observed_at=pl.lit(cut_off))
    )
    return (
        labelled.select("loan_id", "id", "observed_at", "status", *FEATURES).sort("loan_id"),
        served.select("id", *FEATURES).sort("id"),
    )


def matrix(observations, fill):
    return observations.select(pl.col(name).cast(pl.Float64).fill_null(fill[name]) for name in FEATURES).to_numpy()


def best_threshold(label, score):
    order = np.argsort(-score, kind="stable")
    positives = np.cumsum(label[order])
    cost = FALSE_ALARM * (np.arange(1, len(label) + 1) - positives) + MISS * (positives[-1] - positives)
    return float(score[order][np.argmin(cost)])


def main(loans_csv, folder):
    seconds = {"import": time.perf_counter() - started}

    def lap(phase):
        seconds[phase] = time.perf_counter() - started - sum(seconds.values())

    os.makedirs(folder, exist_ok=True)

    def path(name):
        return os.path.join(folder, name)

    loans = pl.scan_csv(loans_csv, schema_overrides=COLUMNS).select(*COLUMNS).collect()
    lap("read")
    labelled, served = tables(loans)
    lap("features")
    labelled.write_csv(path("train_model.csv"))
    served.write_csv(path("features.csv"))
    lap("write")

    cut = labelled["observed_at"].quantile(1 - TEST_SHARE, "nearest")
    training, test = labelled.filter(pl.col("observed_at") < cut), labelled.filter(pl.col("observed_at") >= cut)
    fill = {name: training[name].mean() for name in FEATURES}
    x_train, y_train = matrix(training, fill), training["status"].to_numpy()
    x_test, y_test = matrix(test, fill), test["status"].to_numpy()
    lap("split")
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1)).fit(x_train, y_train)
    lap("fit")
    threshold = best_threshold(y_train, model.predict_proba(x_train)[:, 1])
    score = model.predict_proba(x_test)[:, 1]
    tn, fp, fn, tp = confusion_matrix(y_test, score >= threshold).ravel().tolist()
    metrics = {
        "roc_auc": roc_auc_score(y_test, score),
        "average_precision": average_precision_score(y_test, score),
        "log_loss": log_loss(y_test, score),
        "brier": brier_score_loss(y_test, score),
        "threshold": threshold,
        "accuracy": (tp + tn) / len(y_test),
        "precision": tp / max(tp + fp, 1),
        "recall": tp / max(tp + fn, 1),
        "confusion": [[tn, fp], [fn, tp]],
    }
    lap("evaluate")
    scaler, logistic = model
    described_model = {
        "features": FEATURES,
        "fill": fill,
        "means": scaler.mean_.tolist(),
        "scales": scaler.scale_.tolist(),
        "coefficients": logistic.coef_[0].tolist(),
        "intercept": float(logistic.intercept_[0]),
    }
    for name, content in {"model.json": described_model, "metrics.json": metrics}.items():
        with open(path(name), "w") as file:
            json.dump(content, file, indent=2)
    hashes = {}
    for name in ["train_model.csv", "features.csv", "model.json", "metrics.json"]:
        with open(path(name), "rb") as file:
            hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
    with open(loans_csv, "rb") as file:
        hashes["input"] = hashlib.file_digest(file, "sha256").hexdigest()
    with open(path("manifest.json"), "w") as file:
        json.dump(hashes, file, indent=2)
    lap("hashes")
    print(
        json.dumps(
            {
                "rows": len(labelled),
                "served": len(served),
                "roc_auc": metrics["roc_auc"],
                "phases": seconds,
                "seconds": time.perf_counter() - started,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
