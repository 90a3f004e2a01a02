import {
  parseBoosting,
  parseForest,
  parseLinear,
  parseLogistic,
  type Feature,
  type ModelFormat,
} from "@despliega/storage";

import type { Graph, Value } from "./graph.js";
import { doubles } from "./tensor.js";
import { addTreeEnsemble } from "./tree-ensemble.js";
import { addWeightedSums } from "./weighted-sums.js";

/** What a model adds up, before calibration and scale. */
export interface Sums {
  /** A column for each output. */
  readonly sums: Value;
  /** 1 for a number and for two classes, one per class from three classes on. */
  readonly outputs: number;
  /** What turns the sums into answers. */
  readonly link: "identity" | "sigmoid" | "softmax";
}

/** Adds the sums of a model of one format. @throws `ZodError` or `RangeError` for any other JSON */
type AddSums = (graph: Graph, numbers: Value, features: readonly Feature[], json: unknown) => Sums;

const addLinear: AddSums = (graph, numbers, features, json) => ({
  sums: addWeightedSums(graph, numbers, features, [parseLinear(json)]),
  outputs: 1,
  link: "identity",
});

const addLogistic: AddSums = (graph, numbers, features, json) => {
  const weights = parseLogistic(json);
  const outputs = weights.length;
  return {
    sums: addWeightedSums(graph, numbers, features, weights),
    outputs,
    link: outputs === 1 ? "sigmoid" : "softmax",
  };
};

const addForest: AddSums = (graph, numbers, _, json) => {
  const forest = parseForest(json);
  const { outputs } = forest;
  const baseline = new Float64Array(outputs);
  const total = addTreeEnsemble(graph, numbers, { baseline, trees: forest, width: outputs });
  const trees = graph.constant(doubles([forest.trees.length]));
  return { sums: graph.add("Div", [total, trees]), outputs, link: "identity" };
};

const addBoosting: AddSums = (graph, numbers, _, json) => {
  const boosting = parseBoosting(json);
  const { task, baseline } = boosting;
  const one = task === "regression" ? "identity" : "sigmoid";
  return {
    sums: addTreeEnsemble(graph, numbers, { baseline, trees: boosting, width: 1 }),
    outputs: baseline.length,
    link: baseline.length === 1 ? one : "softmax",
  };
};

/** What adds the sums of each format that is written in this one. */
export const SUMS: Readonly<Record<Exclude<ModelFormat, "onnx">, AddSums>> = {
  linear: addLinear,
  logistic: addLogistic,
  forest: addForest,
  boosting: addBoosting,
};
