"""scikit-learn's logistic regression on a matrix that is already in memory; the fit call alone is timed.

usage: sklearn_fit.py MATRIX ROWS COLUMNS [--ridge R] [--runs K]

MATRIX is little-endian float64 in row order, the label in its last column. The features are standardised before the
clock starts. Prints JSON: the seconds of the fastest run, its least CPU seconds, the coefficients (class after class where there are several) and the thread counts of
the numeric libraries.
"""

import argparse
import json
import os
import time

import numpy as np
from sklearn.linear_model import LogisticRegression


def threads():
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return {"cores": os.cpu_count()}
    return {library["user_api"]: library["num_threads"] for library in threadpool_info()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("matrix")
    parser.add_argument("rows", type=int)
    parser.add_argument("columns", type=int)
    parser.add_argument("--ridge", type=float, default=1.0, help="weight of half the squared coefficients; C = 1/ridge")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()

    matrix = np.fromfile(options.matrix, dtype="<f8").reshape(options.rows, options.columns)
    features = np.ascontiguousarray(matrix[:, :-1])
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    label = matrix[:, -1].astype(int)

    seconds = []
    cpu = []
    for _ in range(options.runs):
        model = LogisticRegression(C=1 / options.ridge)
        started, cpu_started = time.perf_counter(), time.process_time()
        model.fit(features, label)
        cpu.append(time.process_time() - cpu_started)
        seconds.append(time.perf_counter() - started)
    print(
        json.dumps(
            {
                "seconds": min(seconds),
                "cpuSeconds": min(cpu),
                "coefficients": model.coef_.ravel().tolist(),
                "iterations": int(model.n_iter_[0]),
                "threads": threads(),
            }
        )
    )


if __name__ == "__main__":
    main()
