"""scikit-learn's linear regression on a matrix that is already in memory; the fit call alone is timed.

usage: sklearn_linear.py MATRIX ROWS COLUMNS [--runs K]

MATRIX is little-endian float64 in row order, the label in its last column. The features are standardised before the
clock starts. Prints JSON: the seconds of the fastest run and the coefficients, without the intercept.
"""

import argparse
import json
import time

import numpy as np
from sklearn.linear_model import LinearRegression


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("matrix")
    parser.add_argument("rows", type=int)
    parser.add_argument("columns", type=int)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()

    matrix = np.fromfile(options.matrix, dtype="<f8").reshape(options.rows, options.columns)
    features = np.ascontiguousarray(matrix[:, :-1])
    features = (features - features.mean(axis=0)) / features.std(axis=0)
    label = np.ascontiguousarray(matrix[:, -1])

    seconds = []
    for _ in range(options.runs):
        model = LinearRegression()
        started = time.perf_counter()
        model.fit(features, label)
        seconds.append(time.perf_counter() - started)
    print(json.dumps({"seconds": min(seconds), "coefficients": model.coef_.tolist()}))


if __name__ == "__main__":
    main()
