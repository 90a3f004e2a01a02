"""Checks models in the format ONNX and answers rows with them."""

import json
import sys

import numpy
import onnx
import onnxruntime


def column(given, rows):
    """The values of an input: doubles, or texts by their places in a list."""
    numbers = numpy.fromfile(given["file"], "<f8")
    assert numbers.shape == (rows,)
    if "texts" not in given:
        return numbers
    return numpy.array(given["texts"], dtype=object)[numbers.astype(int)]


def shown(values):
    return [[value.name, value.type, value.shape] for value in values]


def answer(given):
    """Inputs and outputs of a model, and the file with the doubles of its answers."""
    model = onnx.load(given["model"])
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(given["model"], providers=["CPUExecutionProvider"])
    columns = {each["name"]: column(each, given["rows"]) for each in given["columns"]}
    *labels, answers = session.run(None, columns)
    answers.astype("<f8").tofile(given["answers"])
    return {
        "inputs": shown(session.get_inputs()),
        "outputs": shown(session.get_outputs()),
        "labels": [each.tolist() for each in labels],
    }


def main():
    given = json.load(sys.stdin)
    json.dump([answer(each) for each in given["models"]], sys.stdout)


if __name__ == "__main__":
    main()
