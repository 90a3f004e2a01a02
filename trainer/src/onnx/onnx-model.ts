import { parseOnnx, takeCalibration, type Manifest } from "@despliega/storage";

import { addAnswers } from "./answers.js";
import { newGraph, type Graph, type Value } from "./graph.js";
import { addInputs } from "./inputs.js";
import { addLabel } from "./label.js";
import { outputNames } from "./output-names.js";
import { SUMS } from "./sums.js";
import { doubles, wholes } from "./tensor.js";

/** What a manifest says of a model beside its `model.json`. */
export type OnnxDescription = Pick<
  Manifest,
  | "model"
  | "question"
  | "task"
  | "classes"
  | "features"
  | "estimator"
  | "scale"
  | "threshold"
  | "costs"
>;

/**
 * Writes a model in the format ONNX. One that was imported and that onnxruntime runs is the file that it came in.
 *
 * @throws `ZodError` or `RangeError` for a JSON that is not of the model's format
 */
export const onnxModel = (description: OnnxDescription, modelJson: unknown): Uint8Array => {
  const { estimator } = description;
  const { own } = takeCalibration(modelJson);
  return estimator === "onnx"
    ? parseOnnx(own).model
    : writtenModel({ ...description, estimator }, modelJson);
};

type Written = OnnxDescription & { readonly estimator: keyof typeof SUMS };

/**
 * Writes a model of a format of the project's own, in double precision. A classification has the outputs `label` and `probabilities`, a
 * regression has `answer`. A graph cannot refuse a row, so a row that a release refuses has NaN for numbers. The same model
 * gives the same bytes.
 */
const writtenModel = (description: Written, modelJson: unknown): Uint8Array => {
  const { model, question, task, features, estimator, scale } = description;
  const { calibration, own } = takeCalibration(modelJson);
  const graph = newGraph();
  const { numbers, refused } = addInputs(graph, features);
  const sums = SUMS[estimator](graph, numbers, features, own);
  const answers = addAnswers(graph, sums, { calibration, scale });
  const taken = graph.add("Where", [refused, graph.constant(doubles([NaN])), answers]);
  const named = outputNames(features);
  if (task === "regression") {
    graph.output({ name: named.answer, type: "double" }, asList(graph, taken));
    return graph.model(model, question);
  }
  const label = addLabel(graph, answers, asList(graph, refused), description);
  const type = description.classes === undefined ? "int64" : "text";
  const width = description.classes?.length ?? 2;
  graph.output({ name: named.label, type }, label);
  graph.output(
    { name: named.probabilities, type: "double", width },
    width === 2 ? withOther(graph, taken) : taken,
  );
  return graph.model(model, question);
};

const asList = (graph: Graph, column: Value): Value =>
  graph.add("Squeeze", [column, graph.constant(wholes([1]))]);

/** The probability of class 0 before that of class 1. */
const withOther = (graph: Graph, one: Value): Value => {
  const zero = graph.add("Sub", [graph.constant(doubles([1])), one]);
  return graph.add("Concat", [zero, one], { axis: 1 });
};
