import type { Manifest } from "@despliega/storage";

import type { Graph, Value } from "./graph.js";
import { doubles, texts, TYPES, wholes } from "./tensor.js";

/** What decides which class is answered. */
export type Decision = Pick<Manifest, "classes" | "threshold" | "costs">;

/**
 * Adds the class that is answered for each row, by its name, or 0 or 1 where classes have none. A row that is refused has
 * an empty text or −1.
 *
 * @param answers the probability of class 1, or one for each class
 * @param refused whether a row is, as a list
 */
export const addLabel = (
  graph: Graph,
  answers: Value,
  refused: Value,
  { classes, threshold, costs }: Decision,
): Value => {
  const code =
    classes !== undefined && classes.length > 2
      ? bestOf(graph, answers, costs)
      : fromThreshold(graph, answers, threshold!.value);
  const [none, label] =
    classes === undefined
      ? [wholes([-1]), code]
      : [texts([""]), graph.add("Gather", [graph.constant(texts(classes)), code])];
  return graph.add("Where", [refused, graph.constant(none), label]);
};

const fromThreshold = (graph: Graph, score: Value, threshold: number): Value => {
  const scores = graph.add("Squeeze", [score, graph.constant(wholes([1]))]);
  const isOne = graph.add("GreaterOrEqual", [scores, graph.constant(doubles([threshold]))]);
  return graph.add("Cast", [isOne], { to: TYPES.int64 });
};

/** The class with the largest probability, or the answer with the least expected cost; of equal ones the first. */
const bestOf = (graph: Graph, probabilities: Value, costs: Decision["costs"]): Value => {
  const by = { axis: 1, keepdims: 0 };
  if (costs === undefined) return graph.add("ArgMax", [probabilities], by);
  const matrix = graph.constant(doubles(costs.flat(), [costs.length, costs.length]));
  return graph.add("ArgMin", [graph.add("MatMul", [probabilities, matrix])], by);
};
