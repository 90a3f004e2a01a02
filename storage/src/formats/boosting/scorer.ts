import type { Feature } from "../feature.js";
import { linkedScorer } from "../link.js";
import type { Contributions, Scorer, SummedModel } from "../scorer.js";
import { linkNodes, type Nodes } from "../trees/nodes.js";
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
 * Contributions start from the mean of the sum over the training rows. They follow the row down each tree, as those of a
 * forest do.
 */
const boostingSums = (boosting: Boosting): SummedModel => {
  const nodes = linkNodes(boosting);
  const outputs = boosting.baseline.length;
  const { task } = boosting;
  if (outputs > 1)
    return {
      outputs,
      link: "softmax",
      task: "classification",
      sums: sumsOf(nodes, boosting.baseline),
      contributions: (row, output) => contributionsOf(boosting, nodes, row, output),
    };
  return {
    outputs: 1,
    link: task === "regression" ? "identity" : "sigmoid",
    task,
    sum: sumOf(nodes, boosting.baseline[0]!),
    contributions: (row: Float64Array) => contributionsOf(boosting, nodes, row, 0),
  };
};

const sumOf =
  ({ roots, left, feature, threshold, next }: Nodes, baseline: number) =>
  (row: Float64Array): number => {
    let score = baseline;
    for (let tree = 0; tree < roots.length; tree++) {
      let node = roots[tree]!;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, row[feature[node]!]!);
      score += threshold[node]!;
    }
    return score;
  };

const sumsOf = (
  { roots, left, feature, threshold, next }: Nodes,
  baseline: Float64Array,
): Scorer["sums"] => {
  const outputs = baseline.length;
  return (row, into) => {
    into.set(baseline);
    for (let tree = 0, output = 0; tree < roots.length; tree++) {
      let node = roots[tree]!;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, row[feature[node]!]!);
      into[output] = into[output]! + threshold[node]!;
      output = output + 1 === outputs ? 0 : output + 1;
    }
  };
};

const contributionsOf = (
  { features, baseline }: Boosting,
  { roots, left, feature, mean, next }: Nodes,
  row: Float64Array,
  output: number,
): Contributions => {
  const moved = new Float64Array(features);
  const outputs = baseline.length;
  const others = outputs === 1 ? 0 : 1 / outputs;
  const shareOf = (at: number) => (at % outputs === output ? 1 : 0) - others;
  let base = baseline.reduce((sum, start, at) => sum + shareOf(at) * start, 0);
  let sum = base;
  roots.forEach((root, tree) => {
    const share = shareOf(tree);
    let node = root;
    for (let child = left[node]!; child !== 0; child = left[node]!) {
      const decided = feature[node]!;
      const reached = next(node, child, row[decided]!);
      moved[decided]! += share * (mean[reached]! - mean[node]!);
      node = reached;
    }
    base += share * mean[root]!;
    sum += share * mean[node]!;
  });
  return { base, moved, sum };
};
