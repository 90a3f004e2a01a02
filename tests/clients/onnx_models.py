"""Fits small models with scikit-learn, LightGBM and XGBoost, and answers rows with them in onnxruntime."""

import json
import os
import sys
import warnings

# Threads of several libraries wait for each other on a busy machine.
os.environ["OMP_NUM_THREADS"] = "1"
warnings.filterwarnings("ignore")

import lightgbm
import numpy
import onnx
import onnxmltools
import onnxruntime
import xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import to_onnx
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ROWS = 1_000
ASKED = 10_000
WIDTH = 4

random = numpy.random.default_rng(7)
whole = random.normal(size=(ROWS, WIDTH))
partial = numpy.where(random.random(whole.shape) < 0.1, numpy.nan, whole)
number = whole[:, 0] * 2 + numpy.sin(3 * whole[:, 1])
two = (whole[:, 0] + whole[:, 1] * whole[:, 2] > 0).astype(int)
three = numpy.where(whole[:, 0] > 0.5, "b", numpy.where(whole[:, 1] > 0, "a", "c"))
codes = numpy.searchsorted(["a", "b", "c"], three)


def scaled(model):
    return make_pipeline(StandardScaler(), model)


def filled(model):
    return make_pipeline(SimpleImputer(), model)


def with_sklearn():
    """Models of scikit-learn in single and in double precision: name, data, labels, task."""
    trees = {"n_estimators": 20, "max_depth": 7, "random_state": 1}
    yield "logistic", LogisticRegression(), whole, two, "two"
    yield "softmax", LogisticRegression(), whole, three, "three"
    yield "ridge", Ridge(), whole, number, "number"
    yield "scaled logistic", scaled(LogisticRegression()), whole, two, "two"
    yield "scaled softmax", scaled(LogisticRegression()), whole, three, "three"
    yield "scaled ridge", scaled(Ridge()), whole, number, "number"
    yield "filled logistic", filled(scaled(LogisticRegression())), partial, two, "two"
    yield "forest of two", RandomForestClassifier(**trees), partial, two, "two"
    yield "forest of three", RandomForestClassifier(**trees), whole, three, "three"
    yield "forest of numbers", RandomForestRegressor(**trees), partial, number, "number"
    yield "filled forest", filled(RandomForestClassifier(**trees)), partial, two, "two"
    yield "extra trees", ExtraTreesRegressor(**trees), whole, number, "number"
    yield "gradient boosting of two", GradientBoostingClassifier(n_estimators=20), whole, two, "two"
    yield "gradient boosting of three", GradientBoostingClassifier(n_estimators=20), whole, three, "three"
    yield "gradient boosting of numbers", GradientBoostingRegressor(n_estimators=20), whole, number, "number"


def with_others():
    """Models of LightGBM and XGBoost, in single precision."""
    small = {"n_estimators": 20, "n_jobs": 1}
    quiet = {**small, "verbose": -1}
    light, extreme = onnxmltools.convert_lightgbm, onnxmltools.convert_xgboost
    yield "LightGBM of two", light, lightgbm.LGBMClassifier(**quiet), two, "two"
    yield "LightGBM of three", light, lightgbm.LGBMClassifier(**quiet), three, "three"
    yield "LightGBM of numbers", light, lightgbm.LGBMRegressor(**quiet), number, "number"
    yield "XGBoost of two", extreme, xgboost.XGBClassifier(**small), two, "two"
    yield "XGBoost of three", extreme, xgboost.XGBClassifier(**small), codes, "three"
    yield "XGBoost of numbers", extreme, xgboost.XGBRegressor(**small), number, "number"


def thresholds(model):
    """All thresholds of trees in a model."""
    return [
        value
        for node in model.graph.node
        for attribute in node.attribute
        if attribute.name.startswith("nodes_values")
        for value in (attribute.floats or onnx.numpy_helper.to_array(attribute.t))
        if numpy.isfinite(value)
    ]


def rows_for(model, data):
    """Rows to ask for: drawn ones, with values at and beside the thresholds of trees, in either precision."""
    rows = random.normal(size=(ASKED, WIDTH))
    near = numpy.array(thresholds(model))
    if len(near) > 0:
        bounds = random.choice(near, size=rows.shape)
        steps = random.choice([0, 1e-16, -1e-16, 3e-8, -3e-8, 6e-8, -6e-8], size=rows.shape)
        rows = numpy.where(random.random(rows.shape) < 0.4, bounds + numpy.abs(bounds) * steps, rows)
        for end in (numpy.inf, -numpy.inf):
            single = bounds.astype(numpy.float32)
            middle = (single.astype(float) + numpy.nextafter(single, numpy.float32(end)).astype(float)) / 2
            rows = numpy.where(random.random(rows.shape) < 0.1, middle, rows)
    if data is partial:
        rows[random.random(rows.shape) < 0.1] = numpy.nan
    return rows


def saved(directory, name, task, model, data):
    """Writes a model, rows and its answers to them."""
    path = os.path.join(directory, name.replace(" ", "-"))
    onnx.save(model, f"{path}.onnx")
    rows = rows_for(model, data)
    session = onnxruntime.InferenceSession(f"{path}.onnx", providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    kind = numpy.float64 if given.type == "tensor(double)" else numpy.float32
    answers = session.run(None, {given.name: rows.astype(kind)})[-1]
    if isinstance(answers, list):
        answers = numpy.array([list(each.values()) for each in answers], numpy.float32)
    rows.astype("<f8").tofile(f"{path}.rows")
    answers.astype("<f8").tofile(f"{path}.answers")
    return {"name": name, "path": path, "task": task, "double": answers.dtype == numpy.float64}


def models(directory):
    for name, model, data, labels, task in with_sklearn():
        model.fit(data, labels)
        # In double precision onnxruntime does not fill, and does not load trees as the converter writes them.
        linear = name.split()[-1] in {"logistic", "softmax", "ridge"} and data is whole
        for kind in (numpy.float32, numpy.float64) if linear else (numpy.float32,):
            options = {"zipmap": False} if task != "number" and kind is numpy.float64 else None
            converted = to_onnx(model, whole[:1].astype(kind), options=options)
            yield saved(directory, f"{name} {kind.__name__}", task, converted, data)
    for name, convert, model, labels, task in with_others():
        model.fit(partial, labels)
        converted = convert(model, initial_types=[("X", FloatTensorType([None, WIDTH]))])
        yield saved(directory, name, task, converted, partial)


def main():
    directory = json.load(sys.stdin)["directory"]
    other = os.path.join(directory, "other.onnx")
    onnx.save(to_onnx(KNeighborsRegressor().fit(whole, number), whole[:1].astype(numpy.float32)), other)
    json.dump({"models": list(models(directory)), "other": other}, sys.stdout)


if __name__ == "__main__":
    main()
