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
from onnx import TensorProto, helper
from onnxmltools.convert.common.data_types import FloatTensorType
from skl2onnx import to_onnx
from skl2onnx.common import data_types as types
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    ExtraTreesRegressor,
    StackingClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
    VotingRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC, SVR

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

KINDS = ["blue", "green", "red"]
SIZES = ["l", "m", "s", "xl"]
# A code for each name, one for any other, and NaN for a missing one, as callers write them.
WORDS = [[*KINDS, "quetzal", ""], [*SIZES, "quetzal", ""]]

mixed = whole.astype(object)
for place, names in enumerate((KINDS, SIZES)):
    mixed[:, place] = random.choice(names, ROWS)
coded = whole.copy()
coded[:, 0] = numpy.searchsorted(KINDS, mixed[:, 0].astype(str))
mixed_number = number + (mixed[:, 0] == "red") * 3 - (mixed[:, 1] == "xl")
mixed_two = (mixed_number > 0.5).astype(int)

NUMBERS = [{"name": name, "type": "number"} for name in "abcd"]


def category(name, categories):
    return {"name": name, "type": "category", "categories": categories, "unseen": "other"}


MIXED = [category("kind", KINDS), category("size", SIZES), *NUMBERS[2:]]
CODED = [category("kind", KINDS), *NUMBERS[1:]]


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


def with_names():
    """Models that take the names of categories, by encoders of scikit-learn: name, model, labels, task."""
    trees = {"n_estimators": 20, "max_depth": 7, "random_state": 1}
    one_hot = OneHotEncoder(handle_unknown="ignore")
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)

    def encoded(encoder, rest, model):
        return make_pipeline(ColumnTransformer([("names", encoder, [0, 1]), ("numbers", rest, [2, 3])]), model)

    yield "one-hot logistic", encoded(one_hot, StandardScaler(), LogisticRegression()), mixed_two, "two"
    yield "one-hot softmax", encoded(one_hot, StandardScaler(), LogisticRegression()), three, "three"
    yield "one-hot ridge", encoded(one_hot, StandardScaler(), Ridge()), mixed_number, "number"
    yield "one-hot boosting", encoded(one_hot, "passthrough", GradientBoostingRegressor(n_estimators=20)), mixed_number, "number"
    yield "ordinal forest of two", encoded(ordinal, "passthrough", RandomForestClassifier(**trees)), mixed_two, "two"
    yield "ordinal forest of three", encoded(ordinal, "passthrough", RandomForestClassifier(**trees)), three, "three"


def named_inputs(kind):
    """An input for each feature: texts for a category."""
    numbers = types.DoubleTensorType if kind is numpy.float64 else types.FloatTensorType
    return [
        (feature["name"], (types.StringTensorType if feature["type"] == "category" else numbers)([None, 1]))
        for feature in MIXED
    ]


def double_trees(model, attributes):
    """The trees of a converted model with numbers in double precision, which the converters do not write."""
    [node] = [node for node in model.graph.node if node.op_type.startswith("TreeEnsemble")]
    given = {each.name: helper.get_attribute_value(each) for each in node.attribute}
    size = len(given["nodes_values"])
    steps = random.choice([0, 1e-12, -1e-12], size)
    splits = numpy.array(given["nodes_values"], float) * (1 + steps)
    for name, values in attributes.items():
        given[name] = values(size)
    weights = numpy.array(given.pop("target_weights"), float) / 3
    del given["nodes_values"]
    given.pop("nodes_hitrates", None)
    doubles = {"nodes_values_as_tensor": splits, "target_weights_as_tensor": weights}
    for name, values in doubles.items():
        given[name] = helper.make_tensor(name, TensorProto.DOUBLE, [len(values)], values)
    given.pop("base_values", None)
    return double_model(helper.make_node(node.op_type, ["X"], ["y"], domain="ai.onnx.ml", **given), 3)


def tree_ensemble(trees, aggregate):
    """Trees of scikit-learn as the operator of version 5, each node with a test of another kind."""
    nodes, leaves, roots = [], [], []

    def add(tree, at):
        if tree.children_left[at] < 0:
            leaves.append(tree.value[at].item() / 3)
            return len(leaves) - 1, 1
        place = len(nodes)
        nodes.append(None)
        mode = int(random.integers(7))
        left, right = (add(tree, child[at]) for child in (tree.children_left, tree.children_right))
        nodes[place] = (tree.feature[at], mode, tree.threshold[at], random.integers(2), left, right)
        return place, 0

    for tree in trees:
        roots.append(add(tree, 0)[0])
    features, modes, splits, missing, left, right = zip(*nodes)
    # onnxruntime knows only sets of whole numbers.
    members = [value for mode in modes if mode == 6 for value in (*random.permutation(4)[:2], numpy.nan)]
    double = lambda name, values: helper.make_tensor(name, TensorProto.DOUBLE, [len(values)], values)
    node = helper.make_node(
        "TreeEnsemble", ["X"], ["y"], domain="ai.onnx.ml",
        n_targets=1, aggregate_function=aggregate, post_transform=0, tree_roots=roots,
        nodes_featureids=features, nodes_splits=double("nodes_splits", splits),
        nodes_modes=helper.make_tensor("nodes_modes", TensorProto.UINT8, [len(modes)], modes),
        nodes_missing_value_tracks_true=missing,
        nodes_truenodeids=[at for at, _ in left], nodes_trueleafs=[leaf for _, leaf in left],
        nodes_falsenodeids=[at for at, _ in right], nodes_falseleafs=[leaf for _, leaf in right],
        membership_values=double("membership_values", members),
        leaf_targetids=[0] * len(leaves), leaf_weights=double("leaf_weights", leaves),
    )
    return double_model(node, 5)


def double_model(node, version):
    """A model of one operator in double precision, whose answers are in single precision before version 5."""
    given = helper.make_tensor_value_info("X", TensorProto.DOUBLE, [None, WIDTH])
    kind = TensorProto.DOUBLE if version == 5 else TensorProto.FLOAT
    answer = helper.make_tensor_value_info("y", kind, [None, 1])
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid("ai.onnx.ml", version)]
    return helper.make_model(helper.make_graph([node], "double", [given], [answer]), opset_imports=opsets, ir_version=10)


def thresholds(model):
    """All thresholds of trees in a model."""
    return [
        value
        for node in model.graph.node
        for attribute in node.attribute
        if attribute.name.startswith(("nodes_values", "nodes_splits"))
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
        rows = numpy.where(random.random(rows.shape) < 0.1, numpy.round(rows), rows)
    for place, names in (enumerate((KINDS, SIZES)) if data is mixed else [(0, KINDS)] if data is coded else []):
        rows[:, place] = random.integers(len(names) + 1, size=ASKED)
    if data is partial or data is coded or data is mixed:
        gone = random.random(rows.shape) < 0.1
        if data is mixed:
            # What scikit-learn was given has no missing numbers.
            gone[:, 2:] = False
        rows[gone] = numpy.nan
    return rows


def inputs_of(session, rows, data):
    """What a model takes of rows: a matrix, or a column for each feature, with names for codes."""
    shown = session.get_inputs()
    if data is not mixed:
        kind = numpy.float64 if shown[0].type == "tensor(double)" else numpy.float32
        return {shown[0].name: rows.astype(kind)}
    columns = {}
    for place, feature in enumerate(MIXED):
        column = rows[:, [place]]
        [kind] = [each.type for each in shown if each.name == feature["name"]]
        if kind == "tensor(string)":
            words = numpy.array(WORDS[place], object)
            columns[feature["name"]] = words[numpy.nan_to_num(column, nan=len(words) - 1).astype(int)]
        else:
            columns[feature["name"]] = column.astype(numpy.float64 if kind == "tensor(double)" else numpy.float32)
    return columns


def saved(directory, name, task, model, data):
    """Writes a model, rows and its answers to them."""
    path = os.path.join(directory, name.replace(" ", "-"))
    onnx.save(model, f"{path}.onnx")
    rows = rows_for(model, data)
    session = onnxruntime.InferenceSession(f"{path}.onnx", providers=["CPUExecutionProvider"])
    answers = session.run(None, inputs_of(session, rows, data))[-1]
    if isinstance(answers, list):
        answers = numpy.array([list(each.values()) for each in answers], numpy.float32)
    rows.astype("<f8").tofile(f"{path}.rows")
    answers.astype("<f8").tofile(f"{path}.answers")
    features = MIXED if data is mixed else CODED if data is coded else NUMBERS
    shown = {"name": name, "path": path, "task": task, "features": features}
    return {**shown, "double": answers.dtype == numpy.float64}


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
    for name, model, labels, task in with_names():
        model.fit(mixed, labels)
        for kind in (numpy.float32, numpy.float64) if task == "number" and "ridge" in name else (numpy.float32,):
            converted = to_onnx(model, initial_types=named_inputs(kind))
            yield saved(directory, f"{name} {kind.__name__}", task, converted, mixed)
    light = lightgbm.LGBMClassifier(n_estimators=20, n_jobs=1, verbose=-1).fit(coded, mixed_two, categorical_feature=[0])
    converted = onnxmltools.convert_lightgbm(light, initial_types=[("X", FloatTensorType([None, WIDTH]))])
    yield saved(directory, "LightGBM of codes", "two", converted, coded)
    yield from doubles(directory)


def doubles(directory):
    """Trees in double precision, by the operators of each version."""
    forest = RandomForestRegressor(n_estimators=20, max_depth=7, random_state=1).fit(partial, number)
    converted = to_onnx(forest, whole[:1].astype(numpy.float32))
    yield saved(directory, "double forest", "number", double_trees(converted, {}), partial)
    modes = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"]
    leaves = [each == b"LEAF" for node in converted.graph.node for each in attribute_of(node, "nodes_modes")]
    drawn = lambda size: ["LEAF" if leaf else random.choice(modes) for leaf in leaves]
    yield saved(directory, "double forest of every test", "number", double_trees(converted, {"nodes_modes": drawn}), partial)
    for name, aggregate in (("sum", 1), ("average", 0)):
        model = tree_ensemble([each.tree_ for each in forest.estimators_], aggregate)
        yield saved(directory, f"double ensemble, {name}", "number", model, partial)


def others(directory):
    """Models that are neither one linear model nor one tree ensemble."""
    short = {"hidden_layer_sizes": (6,), "max_iter": 50, "random_state": 1}
    stacked = StackingClassifier([("bayes", GaussianNB()), ("tree", RandomForestClassifier(n_estimators=3, random_state=1))])
    voting = VotingRegressor([("ridge", Ridge()), ("forest", RandomForestRegressor(n_estimators=3, random_state=1))])
    given = [
        ("network of two", filled(scaled(MLPClassifier(**short))), partial, two, "two"),
        ("network of three", scaled(MLPClassifier(**short)), whole, three, "three"),
        ("network of numbers", scaled(MLPRegressor(**short)), whole, number, "number"),
        ("vectors of two", scaled(SVC(probability=True, random_state=1)), whole, two, "two"),
        ("vectors of numbers", SVR(), whole, number, "number"),
        ("neighbours of three", KNeighborsClassifier(), whole, three, "three"),
        ("bayes of three", GaussianNB(), whole, three, "three"),
        ("stacking of two", stacked, whole, two, "two"),
        ("voting of numbers", voting, whole, number, "number"),
    ]
    for name, model, data, labels, task in given:
        model.fit(data, labels)
        yield saved(directory, name, task, to_onnx(model, whole[:1].astype(numpy.float32)), data)
    model = scaled(MLPRegressor(**short)).fit(whole, number)
    yield saved(directory, "double network", "number", to_onnx(model, whole[:1]), whole)
    one_hot = ColumnTransformer([("names", OneHotEncoder(handle_unknown="ignore"), [0, 1]), ("numbers", StandardScaler(), [2, 3])])
    model = make_pipeline(one_hot, MLPClassifier(**short)).fit(mixed, three)
    yield saved(directory, "network with names", "three", to_onnx(model, initial_types=named_inputs(numpy.float32)), mixed)


def attribute_of(node, name):
    return next((helper.get_attribute_value(each) for each in node.attribute if each.name == name), [])


def main():
    directory = json.load(sys.stdin)["directory"]
    json.dump({"models": list(models(directory)), "others": list(others(directory))}, sys.stdout)


if __name__ == "__main__":
    main()
