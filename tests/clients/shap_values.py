"""Computes the values of the package shap for trees of `model.json`: path-dependent, as they are, row by row."""

import json
import sys

import numpy
import shap


class Node:
    """A node with its children: a leaf has none."""

    def __init__(self, cover, values=None, feature=-1, threshold=0.0, children=(), default=0):
        self.cover = cover
        self.values = values
        self.feature = feature
        self.threshold = threshold
        self.children = children
        self.default = default


def scaled(node, share):
    """A copy of a subtree that holds a share of its rows."""
    children = tuple(scaled(child, share) for child in node.children)
    return Node(node.cover * share, node.values, node.feature, node.threshold, children, node.default)


def inner(feature, threshold, children, default):
    return Node(sum(child.cover for child in children), None, feature, threshold, children, default)


def by_set(feature, values, children, default):
    """A test of a set of whole numbers as a chain of thresholds, whose copies of a child share its rows."""
    runs = []
    for value in values:
        if runs and runs[-1][1] == value - 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    bounds = [bound for first, last in runs for bound in (first - 0.5, last + 0.5)]
    # Regions alternate: outside the set, inside, outside, and so on.
    copies = (
        scaled(children[0], 1 / len(runs)),
        scaled(children[1], 1 / (len(runs) + 1)),
    )
    chain = copies[1]
    for place in reversed(range(len(bounds))):
        region = copies[1] if place % 2 == 0 else copies[0]
        wanted = 1 if place % 2 == 0 else 0
        chain = inner(feature, bounds[place], (region, chain), 0 if default == wanted else 1)
    return chain


def trees_of(model, width):
    """The roots of the trees of a `model.json`."""
    thresholds = iter(model["threshold"])
    rights = iter(model["missingRight"])
    sets = iter(model.get("sets", []))
    answers = iter(numpy.reshape(model["value"], (-1, width)))
    covers = iter(model["cover"])
    first = 0
    for size in model["trees"]:
        plans = []
        for feature in model["feature"][first : first + size]:
            if feature < 0:
                plans.append(Node(next(covers), next(answers)))
                continue
            threshold, right = next(thresholds), next(rights)
            plans.append((feature, threshold, right, next(sets) if threshold is None else None))
        first += size
        nodes = plans[:]
        child = size
        # Children come after their parents, the last ones with the last parent.
        for place in reversed(range(size)):
            if isinstance(plans[place], Node):
                continue
            feature, threshold, right, values = plans[place]
            child -= 2
            children = (nodes[child], nodes[child + 1])
            if values is None:
                nodes[place] = inner(feature, threshold, children, right)
            else:
                nodes[place] = by_set(feature, values, children, right)
        yield nodes[0]


def flat(root, width, scale):
    """A tree as shap takes it."""
    nodes = [root]
    left, right, default = [], [], []
    for node in nodes:
        if not node.children:
            for links in (left, right, default):
                links.append(-1)
            continue
        links = (len(nodes), len(nodes) + 1)
        nodes.extend(node.children)
        left.append(links[0])
        right.append(links[1])
        default.append(links[node.default])
    values = [numpy.zeros(width) if node.values is None else node.values * scale for node in nodes]
    return {
        "children_left": numpy.array(left, numpy.int32),
        "children_right": numpy.array(right, numpy.int32),
        "children_default": numpy.array(default, numpy.int32),
        "features": numpy.array([node.feature for node in nodes], numpy.int32),
        "thresholds": numpy.array([node.threshold for node in nodes], float),
        "values": numpy.array(values),
        "node_sample_weight": numpy.array([node.cover for node in nodes], float),
    }


def explained(trees, rows):
    """Base and values of a sum of trees, by row, feature and output."""
    model = {"trees": trees, "internal_dtype": numpy.float64, "input_dtype": numpy.float64}
    explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    values = numpy.array(explainer.shap_values(rows))
    width = trees[0]["values"].shape[1]
    return numpy.reshape(explainer.expected_value, width), values.reshape(*rows.shape, width)


def values_of(model, rows):
    """Base and values of a model, by row, feature and output."""
    if "baseline" not in model:
        width = model.get("classes", 1)
        trees = [flat(root, width, 1 / len(model["trees"])) for root in trees_of(model, width)]
        return explained(trees, rows)
    trees = [flat(root, 1, 1.0) for root in trees_of(model, 1)]
    outputs = len(model["baseline"])
    parts = [explained(trees[output::outputs], rows) for output in range(outputs)]
    base = numpy.array([part[0][0] for part in parts]) + model["baseline"]
    values = numpy.stack([part[1][:, :, 0] for part in parts], axis=2)
    if outputs == 1:
        return base, values
    return base - base.mean(), values - values.mean(axis=2, keepdims=True)


def main():
    answers = []
    for given in json.load(sys.stdin)["models"]:
        rows = numpy.array(
            [[numpy.nan if value is None else value for value in row] for row in given["rows"]], float
        )
        base, values = values_of(given["model"], rows)
        answers.append({"base": base.tolist(), "values": values.tolist()})
    json.dump({"version": shap.__version__, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
