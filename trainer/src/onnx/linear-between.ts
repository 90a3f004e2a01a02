import type { Trees } from "@despliega/storage";

import type { Graph, Value } from "./graph.js";
import { doubles, TYPES } from "./tensor.js";
import { addTreeEnsemble } from "./tree-ensemble.js";

/**
 * Adds the function that goes through points: linear between two of them, constant before the first and after the last.
 *
 * @param column a single one
 * @param at where the points are, each above the one before, at least two
 * @param values one for each point
 */
export const addLinearBetween = (
  graph: Graph,
  column: Value,
  at: readonly number[],
  values: readonly number[],
): Value => {
  const within = clamped(graph, column, at);
  const found = addTreeEnsemble(graph, within, {
    baseline: [0],
    trees: segmentTree(at),
    width: 1,
  });
  const segment = graph.add("Cast", [found], { to: TYPES.int64 });
  const of = (all: readonly number[]) =>
    graph.add("Gather", [graph.constant(doubles(all)), segment]);
  const steps = (all: readonly number[]) => all.slice(1).map((next, i) => next - all[i]!);
  const share = graph.add("Div", [graph.add("Sub", [within, of(at)]), of(steps(at))]);
  return graph.add("Add", [of(values), graph.add("Mul", [share, of(steps(values))])]);
};

const clamped = (graph: Graph, column: Value, at: readonly number[]): Value =>
  graph.add("Min", [
    graph.add("Max", [column, graph.constant(doubles([at[0]!]))]),
    graph.constant(doubles([at.at(-1)!])),
  ]);

/** A tree that answers with the number of the segment that a value is in, from 0. */
const segmentTree = (at: readonly number[]): Trees => {
  // Level by level: the segments from the first to before the last that a node may answer with.
  const nodes: (readonly [number, number])[] = [[0, at.length - 1]];
  const threshold: number[] = [];
  for (const [from, to] of nodes) {
    if (to - from === 1) continue;
    const middle = (from + to) >> 1;
    threshold.push(at[middle]!);
    nodes.push([from, middle], [middle, to]);
  }
  const leaves = nodes.filter(([from, to]) => to - from === 1);
  return {
    features: 1,
    trees: Uint32Array.of(nodes.length),
    feature: Int32Array.from(nodes, ([from, to]) => (to - from === 1 ? -1 : 0)),
    threshold: Float64Array.from(threshold),
    sets: [],
    missingRight: new Uint8Array(threshold.length),
    value: Float64Array.from(leaves, ([from]) => from),
    cover: new Float64Array(leaves.length).fill(1),
  };
};
