import type { Feature } from "../feature.js";
import { linkedScorer } from "../link.js";
import type { OneSum, Scorer, SeveralSums, SummedModel } from "../scorer.js";
import { leavesOf, type Leaves } from "../trees/leaves.js";
import { linkNodes, type Nodes } from "../trees/nodes.js";
import { shapleyOf, type Shapley } from "../trees/shapley/shapley.js";
import type { Boosting } from "./boosting.js";
import { parseBoosting } from "./json.js";

/** Loads the JSON of boosting for scoring. A missing value takes the way that each split learned for it. */
export const loadBoosting = (json: unknown, features: readonly Feature[]): SummedModel => {
  const boosting = parseBoosting(json);
  if (boosting.features !== features.length)
    throw new RangeError(`Boosting of ${boosting.features} features for ${features.length}`);
  return boostingSums(boosting);
};

/** Makes the scorer of boosting, by its own link. */
export const boostingScorer = (boosting: Boosting): Scorer => linkedScorer(boostingSums(boosting));

/**
 * The sums of boosting: the baseline and the answers of the trees in their order, added up. For two classes that is the
 * log-odds of class 1; from three classes on the probability of a class is proportional to the exponential of its sum.
 *
 * Contributions are Shapley values, from the mean of the sum over the training rows.
 */
const boostingSums = (boosting: Boosting): SummedModel => {
  const { task, features, baseline } = boosting;
  const nodes = linkNodes(boosting);
  const shapley = shapleyOf(nodes, features);
  const contributionSteps = shapley.steps;
  const leaves = leavesOf(nodes, features);
  const many = sumsOfRows(leaves, nodes, baseline);
  if (baseline.length === 1) {
    const sum = sumOf(leaves, nodes, baseline[0]!);
    const link = task === "regression" ? "identity" : "sigmoid";
    const contributions: OneSum["contributions"] = (row) => {
      const { base, moved } = shapley.moves(row, { output: 0, weightOf: () => 1 });
      return { base: baseline[0]! + base, moved, sum: sum(row) };
    };
    return { outputs: 1, link, task, sum, sumsOfRows: many, contributions, contributionSteps };
  }
  const sums = sumsOf(leaves, nodes, baseline);
  return {
    outputs: baseline.length,
    link: "softmax",
    task: "classification",
    sums,
    sumsOfRows: many,
    contributionSteps,
    contributions: againstMean(shapley, sums, baseline),
  };
};

/** The contributions to the sum of a class less the mean of all sums. */
const againstMean = (
  shapley: Shapley,
  sums: Scorer["sums"],
  baseline: Float64Array,
): SeveralSums["contributions"] => {
  const outputs = baseline.length;
  const all = new Float64Array(outputs);
  const less = (of: Float64Array, output: number) =>
    of[output]! - of.reduce((sum, value) => sum + value, 0) / outputs;
  return (row, output) => {
    const weightOf = (tree: number) => (tree % outputs === output ? 1 : 0) - 1 / outputs;
    const { base, moved } = shapley.moves(row, { output: 0, weightOf });
    sums(row, all);
    return { base: less(baseline, output) + base, moved, sum: less(all, output) };
  };
};

const sumOf = ({ ofRow }: Leaves, { roots, threshold }: Nodes, baseline: number): OneSum["sum"] => {
  const trees = roots.length;
  return (row) => {
    const leaves = ofRow(row);
    let score = baseline;
    for (let tree = 0; tree < trees; tree++) score += threshold[leaves[tree]!]!;
    return score;
  };
};

const sumsOf = (
  { ofRow }: Leaves,
  { roots, threshold }: Nodes,
  baseline: Float64Array,
): Scorer["sums"] => {
  const outputs = baseline.length;
  return (row, into) => {
    const leaves = ofRow(row);
    into.set(baseline);
    for (let tree = 0, output = 0; tree < roots.length; tree++) {
      into[output] = into[output]! + threshold[leaves[tree]!]!;
      output = output + 1 === outputs ? 0 : output + 1;
    }
  };
};

const sumsOfRows = (
  { ofRows }: Leaves,
  { threshold }: Nodes,
  baseline: Float64Array,
): Scorer["scoresOfRows"] => {
  const outputs = baseline.length;
  return (rows, into) => {
    for (let at = 0; at < into.length; at += outputs) into.set(baseline, at);
    ofRows(rows, into.length / outputs, (tree, first, count, leaves) => {
      const output = first * outputs + (tree % outputs);
      for (let row = 0; row < count; row++)
        into[output + row * outputs] = into[output + row * outputs]! + threshold[leaves[row]!]!;
    });
  };
};
