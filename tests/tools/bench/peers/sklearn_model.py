"""Makes the model of a release as scikit-learn knows it: an imputer that fills what is missing, then a logistic regression.

usage: sklearn_model.py RELEASE OUT [--mlflow]

RELEASE is a folder with `model.json` and `manifest.json`. Writes OUT/model.joblib, and with --mlflow the folder OUT/mlflow in
MLflow's format.
"""

import json
import os
import sys

import joblib
import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline


def main(release, out, *options):
    with open(os.path.join(release, "model.json")) as file:
        intercept, *weights = json.load(file)["classifiers"][0]["weights"][0]
    with open(os.path.join(release, "manifest.json")) as file:
        features = json.load(file)["features"]
    names = [feature["name"] for feature in features]
    fills = [feature["missing"]["fill"] if isinstance(feature["missing"], dict) else 0.0 for feature in features]
    # A fit on two rows makes the attributes, which the release's numbers then replace.
    rows = np.array([fills, [fill + 1 for fill in fills]], dtype=float)
    if "--mlflow" in options:
        import pandas as pd

        rows = pd.DataFrame(rows, columns=names)
    model = Pipeline([("fill", SimpleImputer()), ("logistic", LogisticRegression())]).fit(rows, [0, 1])
    model.named_steps["fill"].statistics_ = np.array(fills, dtype=float)
    logistic = model.named_steps["logistic"]
    logistic.coef_ = np.array([weights])
    logistic.intercept_ = np.array([intercept])
    os.makedirs(out, exist_ok=True)
    if "--mlflow" in options:
        import mlflow.sklearn
        from mlflow.models import infer_signature

        mlflow.sklearn.save_model(
            model,
            os.path.join(out, "mlflow"),
            signature=infer_signature(rows, model.predict(rows)),
            serialization_format="cloudpickle",
        )
    else:
        joblib.dump(model, os.path.join(out, "model.joblib"))


if __name__ == "__main__":
    main(*sys.argv[1:])
