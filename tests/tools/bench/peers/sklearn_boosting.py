"""scikit-learn's histogram gradient boosting on matrices that are already in memory, with one thread; the CPU time of the
fit call alone is taken.

usage: sklearn_boosting.py TRAINING TEST COLUMNS [--regression] [--classes K] [--categories I [I ...]]

The matrices are little-endian float64 in row order, the label in the last column; NaN is a missing value. Prints JSON: CPU
seconds of the fit, CPU microseconds to score a row of the test matrix, and the probabilities (with --regression the values)
of its rows; with more than two classes the probabilities of a row come one after the other.
"""

import argparse
import json
import os
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor


def read(file, columns):
    matrix = np.fromfile(file, dtype="<f8").reshape(-1, columns)
    return np.ascontiguousarray(matrix[:, :-1]), matrix[:, -1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("training")
    parser.add_argument("test")
    parser.add_argument("columns", type=int)
    parser.add_argument("--regression", action="store_true")
    parser.add_argument("--classes", type=int, default=2)
    parser.add_argument("--categories", type=int, nargs="+", help="columns that hold the places of names")
    options = parser.parse_args()

    features, label = read(options.training, options.columns)
    others, _ = read(options.test, options.columns)
    kind = HistGradientBoostingRegressor if options.regression else HistGradientBoostingClassifier
    # The first fit of a process loads libraries, so the second one is measured.
    for _ in range(2):
        model = kind(
            max_iter=100, early_stopping=False, random_state=1, categorical_features=options.categories
        )
        started = time.process_time()
        model.fit(features, label)
        fitted = time.process_time()
    (model.predict if options.regression else model.predict_proba)(others)
    scoring = time.process_time()
    if options.regression:
        scores = model.predict(others)
    elif options.classes == 2:
        scores = model.predict_proba(others)[:, 1]
    else:
        scores = model.predict_proba(others).ravel()
    scored = time.process_time()
    print(
        json.dumps(
            {
                "seconds": fitted - started,
                "microsecondsPerRow": (scored - scoring) / len(others) * 1e6,
                "scores": scores.tolist(),
            }
        )
    )


if __name__ == "__main__":
    main()
