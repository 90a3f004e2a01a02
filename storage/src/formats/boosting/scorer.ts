import type { Feature } from "../feature.js";
import { scorerOfOne, scorerOfSeveral, type Scorer } from "../scorer.js";
import { softmax } from "../softmax.js";
import { linkNodes, type Nodes } from "../trees/nodes.js";
import type { Boosting } from "./boosting.js";
import { parseBoosting } from "./json.js";

/** Loads the JSON of boosting for scoring. A missing value takes the way that each split learned for it. */
export const loadBoosting = (json: unknown, features: readonly Feature[]): Scorer => {
  const boosting = parseBoosting(json);
  if (boosting.features !== features.length)
    throw new RangeError(`Boosting of ${boosting.features} features for ${features.length}`);
  return boostingScorer(boosting);
};

/**
 * Scores with boosting: the baseline and the answers of the trees in their order, added up. For two classes that is the
 * log-odds of class 1; from three classes on the probability of a class is proportional to the exponential of its sum.
 *
 * Contributions are on the scale of the sum, from its mean over the training rows. They follow the row down each tree,
 * as those of a forest do. With that mean they add up to the sum, or from three classes on to the sum of the class less
 * the mean of all sums.
 */
export const boostingScorer = (boosting: Boosting): Scorer => {
  const nodes = linkNodes(boosting);
  const outputs = boosting.baseline.length;
  const moves = (output: number) => (row: Float64Array) =>
    contributionsOf(boosting, nodes, row, output);
  if (outputs === 1) {
    const sum = sumOf(nodes, boosting.baseline[0]!);
    return scorerOfOne({
      score: boosting.task === "regression" ? sum : (row) => 1 / (1 + Math.exp(-sum(row))),
      contributions: moves(0),
    });
  }
  return scorerOfSeveral({
    outputs,
    scores: scoresOf(nodes, boosting.baseline),
    contributions: (row, output) => moves(output)(row),
  });
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

const scoresOf = (
  { roots, left, feature, threshold, next }: Nodes,
  baseline: Float64Array,
): Scorer["scores"] => {
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
    softmax(into, outputs);
  };
};

const contributionsOf = (
  { features, baseline }: Boosting,
  { roots, left, feature, mean, next }: Nodes,
  row: Float64Array,
  output: number,
): Float64Array => {
  const moved = new Float64Array(features);
  const outputs = baseline.length;
  const others = outputs === 1 ? 0 : 1 / outputs;
  roots.forEach((root, tree) => {
    const share = (tree % outputs === output ? 1 : 0) - others;
    let node = root;
    for (let child = left[node]!; child !== 0; child = left[node]!) {
      const decided = feature[node]!;
      const reached = next(node, child, row[decided]!);
      moved[decided]! += share * (mean[reached]! - mean[node]!);
      node = reached;
    }
  });
  return moved;
};
