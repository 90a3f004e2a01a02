import type { Feature } from "../feature.js";
import { linkedScorer } from "../link.js";
import type { OneSum, Scorer, SummedModel } from "../scorer.js";
import { linkNodes, type Nodes } from "../trees/nodes.js";
import { shapleyOf } from "../trees/shapley/shapley.js";
import type { Forest } from "./forest.js";
import { parseForest } from "./json.js";

/**
 * Loads the JSON of a forest. Each tree has its own branch for a missing value, so the fill of the manifest is not used.
 *
 * @throws `ZodError`, `RangeError`
 */
export const loadForest = (json: unknown, features: readonly Feature[]): SummedModel => {
  const forest = parseForest(json);
  if (forest.features !== features.length)
    throw new RangeError(`A forest of ${forest.features} features for ${features.length}`);
  return forestSums(forest);
};

/** Makes the scorer of a forest, by its own link. */
export const forestScorer = (forest: Forest): Scorer => linkedScorer(forestSums(forest));

/**
 * The sums of a forest are the means of the answers of its trees. Contributions are Shapley values, from the forest's mean
 * answer over its training rows.
 */
const forestSums = (forest: Forest): SummedModel => {
  const { outputs, task, features } = forest;
  const nodes = linkNodes(forest, outputs);
  const shapley = shapleyOf(nodes, features, outputs);
  const contributionSteps = shapley.steps;
  const weight = 1 / nodes.roots.length;
  const moves = (row: Float64Array, output: number) =>
    shapley.moves(row, { output, weightOf: () => weight });
  if (outputs === 1) {
    const sum = sumOf(nodes);
    const contributions: OneSum["contributions"] = (row) => ({ ...moves(row, 0), sum: sum(row) });
    return { outputs: 1, link: "identity", task, sum, contributions, contributionSteps };
  }
  const sums = sumsOf(nodes, outputs);
  const all = new Float64Array(outputs);
  return {
    outputs,
    link: "identity",
    task: "classification",
    sums,
    contributionSteps,
    contributions(row, output) {
      sums(row, all);
      return { ...moves(row, output), sum: all[output]! };
    },
  };
};

const sumOf = ({ roots, left, feature, threshold, next }: Nodes): OneSum["sum"] => {
  const trees = roots.length;
  return (row) => {
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree]!;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, row[feature[node]!]!);
      sum += threshold[node]!;
    }
    return sum / trees;
  };
};

const sumsOf = ({ roots, left, feature, value, next }: Nodes, outputs: number): Scorer["sums"] => {
  const trees = roots.length;
  return (row, into) => {
    into.fill(0, 0, outputs);
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree]!;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, row[feature[node]!]!);
      for (let at = 0; at < outputs; at++) into[at] = into[at]! + value[node * outputs + at]!;
    }
    for (let at = 0; at < outputs; at++) into[at] = into[at]! / trees;
  };
};
