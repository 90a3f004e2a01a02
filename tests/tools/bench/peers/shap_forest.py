"""The package shap on a forest and rows that are already in memory; the CPU time of the explanation alone is taken.

usage: shap_forest.py MODEL ROWS

MODEL is a `model.json` of a forest with one output, ROWS a JSON array of rows, null for a missing value. Prints JSON: CPU
microseconds for a row.
"""

import json
import pathlib
import sys
import time

import numpy
import shap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "clients"))
from shap_values import flat, trees_of  # noqa: E402


def main():
    with open(sys.argv[1]) as file:
        model = json.load(file)
    with open(sys.argv[2]) as file:
        rows = json.load(file)
    rows = numpy.array([[numpy.nan if value is None else value for value in row] for row in rows], float)
    trees = [flat(root, 1, 1 / len(model["trees"])) for root in trees_of(model, 1)]
    explainer = shap.TreeExplainer(
        {"trees": trees, "internal_dtype": numpy.float64, "input_dtype": numpy.float64},
        feature_perturbation="tree_path_dependent",
    )
    explainer.shap_values(rows[:5])
    started = time.process_time()
    explainer.shap_values(rows)
    print(json.dumps({"microsecondsPerRow": (time.process_time() - started) / len(rows) * 1e6}))


main()
