import type { Feature } from "../feature.js";
import { linkedScorer } from "../link.js";
import type { OneSum, Scorer, SummedModel } from "../scorer.js";
import { leavesOf, type Leaves } from "../trees/leaves.js";
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
  const trees = nodes.roots.length;
  const weight = 1 / trees;
  const leaves = leavesOf(nodes, features);
  const many = sumsOfRows(leaves, nodes, trees, outputs);
  const moves = (row: Float64Array, output: number) =>
    shapley.moves(row, { output, weightOf: () => weight });
  if (outputs === 1) {
    const sum = sumOf(leaves, nodes, trees);
    const contributions: OneSum["contributions"] = (row) => ({ ...moves(row, 0), sum: sum(row) });
    return {
      outputs: 1,
      link: "identity",
      task,
      sum,
      sumsOfRows: many,
      contributions,
      contributionSteps,
    };
  }
  const sums = sumsOf(leaves, nodes, trees, outputs);
  const all = new Float64Array(outputs);
  return {
    outputs,
    link: "identity",
    task: "classification",
    sums,
    sumsOfRows: many,
    contributionSteps,
    contributions(row, output) {
      sums(row, all);
      return { ...moves(row, output), sum: all[output]! };
    },
  };
};

const sumOf =
  ({ ofRow }: Leaves, { threshold }: Nodes, trees: number): OneSum["sum"] =>
  (row) => {
    const leaves = ofRow(row);
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) sum += threshold[leaves[tree]!]!;
    return sum / trees;
  };

const sumsOf =
  ({ ofRow }: Leaves, { value }: Nodes, trees: number, outputs: number): Scorer["sums"] =>
  (row, into) => {
    const leaves = ofRow(row);
    into.fill(0, 0, outputs);
    for (let tree = 0; tree < trees; tree++)
      for (let at = 0; at < outputs; at++)
        into[at] = into[at]! + value[leaves[tree]! * outputs + at]!;
    for (let at = 0; at < outputs; at++) into[at] = into[at]! / trees;
  };

const sumsOfRows =
  ({ ofRows }: Leaves, { value }: Nodes, trees: number, outputs: number): Scorer["scoresOfRows"] =>
  (rows, into) => {
    into.fill(0);
    ofRows(rows, into.length / outputs, (_, first, count, leaves) => {
      for (let row = 0; row < count; row++)
        for (let at = 0; at < outputs; at++) {
          const place = (first + row) * outputs + at;
          into[place] = into[place]! + value[leaves[row]! * outputs + at]!;
        }
    });
    for (let at = 0; at < into.length; at++) into[at] = into[at]! / trees;
  };
