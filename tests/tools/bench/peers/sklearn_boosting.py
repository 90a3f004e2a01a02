"""scikit-learn's histogram gradient boosting on matrices that are already in memory, with one thread; the CPU time of the
fit call alone is taken.

usage: sklearn_boosting.py TRAINING TEST COLUMNS [--regression]

The matrices are little-endian float64 in row order, the label in the last column; NaN is a missing value. Prints JSON: CPU
seconds of the fit, CPU microseconds to score a row of the test matrix, and the probabilities (with --regression the values)
of its rows.
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
    options = parser.parse_args()

    features, label = read(options.training, options.columns)
    others, _ = read(options.test, options.columns)
    kind = HistGradientBoostingRegressor if options.regression else HistGradientBoostingClassifier
    # The first fit of a process loads libraries, so the second one is measured.
    for _ in range(2):
        model = kind(max_iter=100, early_stopping=False, random_state=1)
        started = time.process_time()
        model.fit(features, label)
        fitted = time.process_time()
    scoring = time.process_time()
    scores = model.predict(others) if options.regression else model.predict_proba(others)[:, 1]
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
