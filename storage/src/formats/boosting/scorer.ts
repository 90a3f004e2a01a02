import type { Feature } from "../feature.js";
import { scorerOfOne, type Scorer } from "../scorer.js";
import { linkNodes } from "../trees/nodes.js";
import type { Boosting } from "./boosting.js";
import { parseBoosting } from "./json.js";
import { valueSets } from "./value-sets.js";

/** Loads the JSON of boosting for scoring. A missing value takes the way that each split learned for it. */
export const loadBoosting = (json: unknown, features: readonly Feature[]): Scorer => {
  const boosting = parseBoosting(json);
  if (boosting.features !== features.length)
    throw new RangeError(`Boosting of ${boosting.features} features for ${features.length}`);
  return boostingScorer(boosting);
};

/**
 * Scores with boosting: the baseline and the answers of the trees in their order, added up; for two classes that is the
 * log-odds of class 1.
 *
 * Contributions are on the scale of the sum, from its mean over the training rows. They follow the row down each tree,
 * as those of a forest do. With that mean they add up to the sum.
 */
export const boostingScorer = (boosting: Boosting): Scorer => {
  const nodes = linkNodes(boosting);
  const { roots, left, feature, threshold, missingRight, mean } = nodes;
  const isLeft = valueSets(nodes, boosting.sets);
  const baseline = boosting.baseline[0]!;

  /** The child where a value leads, of a node whose left child it is. */
  const next = (node: number, child: number, x: number): number => {
    if (x <= threshold[node]!) return child;
    if (x > threshold[node]!) return child + 1;
    if (Number.isNaN(x)) return child + missingRight[node]!;
    return isLeft(node, x) ? child : child + 1;
  };

  const sum = (row: Float64Array): number => {
    let score = baseline;
    for (let tree = 0; tree < roots.length; tree++) {
      let node = roots[tree]!;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, row[feature[node]!]!);
      score += threshold[node]!;
    }
    return score;
  };

  return scorerOfOne({
    score: boosting.task === "regression" ? sum : (row) => 1 / (1 + Math.exp(-sum(row))),
    contributions(row) {
      const moved = new Float64Array(boosting.features);
      for (const root of roots) {
        let node = root;
        for (let child = left[node]!; child !== 0; child = left[node]!) {
          const decided = feature[node]!;
          const reached = next(node, child, row[decided]!);
          moved[decided]! += mean[reached]! - mean[node]!;
          node = reached;
        }
      }
      return moved;
    },
  });
};
