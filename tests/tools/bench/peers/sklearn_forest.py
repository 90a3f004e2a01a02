"""scikit-learn's random forest on matrices that are already in memory; the CPU time of the fit call alone is taken.

usage: sklearn_forest.py TRAINING TEST COLUMNS [--trees T] [--seed S] [--out-of-bag | --regression]

The matrices are little-endian float64 in row order, the label in the last column. Prints JSON: CPU seconds of the fit,
CPU microseconds to score a row of the test matrix, the probabilities (with --regression the values) of its rows and,
with --out-of-bag, those of the training rows by the trees that did not learn from them.
"""

import argparse
import json
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor


def read(file, columns):
    matrix = np.fromfile(file, dtype="<f8").reshape(-1, columns)
    return np.ascontiguousarray(matrix[:, :-1]), matrix[:, -1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("training")
    parser.add_argument("test")
    parser.add_argument("columns", type=int)
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out-of-bag", action="store_true")
    parser.add_argument("--regression", action="store_true")
    options = parser.parse_args()

    features, label = read(options.training, options.columns)
    others, _ = read(options.test, options.columns)
    kind = RandomForestRegressor if options.regression else RandomForestClassifier
    model = kind(n_estimators=options.trees, random_state=options.seed, oob_score=options.out_of_bag, n_jobs=1)
    started = time.process_time()
    model.fit(features, label)
    fitted = time.process_time()
    scores = model.predict(others) if options.regression else model.predict_proba(others)[:, 1]
    scored = time.process_time()
    print(
        json.dumps(
            {
                "seconds": fitted - started,
                "microsecondsPerRow": (scored - fitted) / len(others) * 1e6,
                "scores": scores.tolist(),
                "outOfBag": model.oob_decision_function_[:, 1].tolist() if options.out_of_bag else [],
            }
        )
    )


if __name__ == "__main__":
    main()
