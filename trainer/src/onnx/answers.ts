import { LEAST_SHARE, type Calibration, type ScorerDescription } from "@despliega/storage";

import type { Graph, Value } from "./graph.js";
import { addLinearBetween } from "./linear-between.js";
import type { Sums } from "./sums.js";
import { doubles, wholes } from "./tensor.js";

/** How sums become answers, beside the link of their format. */
export interface Finish {
  readonly calibration?: Calibration | undefined;
  readonly scale?: ScorerDescription["scale"];
}

/** Adds the answers of a model: a column with its number or with the probability of class 1, or one for each class. */
export const addAnswers = (
  graph: Graph,
  { sums, link }: Sums,
  { calibration, scale }: Finish,
): Value => {
  if (calibration !== undefined) return calibrated(graph, sums, link, calibration);
  if (scale !== undefined)
    return graph.add("Mul", [graph.add("Exp", [sums]), number(graph, scale.smearing)]);
  return LINKS[link](graph, sums);
};

const calibrated = (
  graph: Graph,
  sums: Value,
  link: Sums["link"],
  calibration: Calibration,
): Value => {
  switch (calibration.method) {
    case "platt":
      return sigmoid(graph, line(graph, sums, calibration.slope, [calibration.intercept]));
    case "isotonic":
      return addLinearBetween(graph, sums, calibration.at, calibration.probability);
    case "temperature": {
      const logs = link === "identity" ? logarithms(graph, sums) : sums;
      return softmax(graph, line(graph, logs, calibration.slope, calibration.offsets));
    }
  }
};

const number = (graph: Graph, value: number): Value => graph.constant(doubles([value]));

const line = (graph: Graph, sums: Value, slope: number, offsets: readonly number[]): Value =>
  graph.add("Add", [
    graph.add("Mul", [sums, number(graph, slope)]),
    graph.constant(doubles(offsets)),
  ]);

const logarithms = (graph: Graph, shares: Value): Value =>
  graph.add("Log", [graph.add("Max", [shares, number(graph, LEAST_SHARE)])]);

/** The operator of this name is less exact. */
const sigmoid = (graph: Graph, sums: Value): Value => {
  const one = number(graph, 1);
  const rest = graph.add("Exp", [graph.add("Neg", [sums])]);
  return graph.add("Div", [one, graph.add("Add", [rest, one])]);
};

const softmax = (graph: Graph, sums: Value): Value => {
  const axis = graph.constant(wholes([1]));
  const most = graph.add("ReduceMax", [sums, axis], { keepdims: 1 });
  const shares = graph.add("Exp", [graph.add("Sub", [sums, most])]);
  return graph.add("Div", [shares, graph.add("ReduceSum", [shares, axis], { keepdims: 1 })]);
};

const LINKS = { identity: (_: Graph, sums: Value) => sums, sigmoid, softmax };
