import { weightsOf, type Feature } from "@despliega/storage";

import type { Graph, Value } from "./graph.js";
import { doubles, TYPES, wholes, type Tensor } from "./tensor.js";

/**
 * Adds the weighted sums of a linear model, a column for each output. Terms are added one after the other, in the order of
 * the scorer, so that large ones that cancel leave the same rest.
 *
 * @param numbers one column for each feature
 * @param weights of each output: intercept first, then those of each feature
 */
export const addWeightedSums = (
  graph: Graph,
  numbers: Value,
  features: readonly Feature[],
  weights: readonly (readonly number[])[],
): Value => {
  const columns = graph.addWith(features.length, "Split", [filled(graph, numbers, features)], {
    axis: 1,
    num_outputs: features.length,
  });
  const at = (place: number) => weights.map((own) => own[place]!);
  let sum = graph.constant(doubles(at(0)));
  let next = 1;
  features.forEach((feature, i) => {
    const count = weightsOf(feature);
    const own = Array.from({ length: count }, (_, code) => at(next + code)).flat();
    const term = addTerm(graph, feature, columns[i]!, doubles(own, [count, weights.length]));
    sum = graph.add("Add", [sum, term]);
    next += count;
  });
  return sum;
};

/** Adds what a feature adds to each sum: its value times a weight, or the weight of its code. */
const addTerm = (graph: Graph, { type }: Feature, column: Value, weights: Tensor): Value => {
  const own = graph.constant(weights);
  if (type !== "category") return graph.add("Mul", [column, own]);
  const code = graph.add("Squeeze", [column, graph.constant(wholes([1]))]);
  return graph.add("Gather", [own, graph.add("Cast", [code], { to: TYPES.int64 })]);
};

/** Replaces missing values: those of a category by the place of their weight, which is the last. */
const filled = (graph: Graph, numbers: Value, features: readonly Feature[]): Value => {
  const fills = features.map((feature) => {
    if (feature.type === "category") return weightsOf(feature) - 1;
    return typeof feature.missing === "string" ? NaN : feature.missing.fill;
  });
  const missing = graph.add("IsNaN", [numbers]);
  return graph.add("Where", [missing, graph.constant(doubles(fills)), numbers]);
};
