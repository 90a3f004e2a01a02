import type { Feature } from "../feature.js";
import { parseForest } from "./json.js";
import { linkNodes } from "../trees/nodes.js";
import type { Forest } from "./forest.js";
import { scorerOfOne, type Scorer } from "../scorer.js";

/**
 * Loads the JSON of a forest. Each tree has its own branch for a missing value, so the fill of the manifest is not used.
 *
 * @throws `ZodError`, `RangeError`
 */
export const loadForest = (json: unknown, features: readonly Feature[]): Scorer => {
  const forest = parseForest(json);
  if (forest.features !== features.length)
    throw new RangeError(`A forest of ${forest.features} features for ${features.length}`);
  return forestScorer(forest);
};

/**
 * Makes the scorer of a forest. Its score is the mean of the answers of its trees.
 *
 * Contributions are on the scale of the answer; their origin is the forest's mean answer over its training rows. They
 * follow the row down each tree: every step to a child changes the mean of the training rows there, and the feature of the
 * step gets the difference (Saabas, "Interpreting random forests", 2014). Origin and contributions add up to the answer.
 */
export const forestScorer = (forest: Forest): Scorer => {
  const { roots, left, feature, threshold, missingRight, mean } = linkNodes(forest);
  const trees = roots.length;

  /** The child of a node for a value, given the node's left child. */
  const next = (node: number, child: number, x: number): number => {
    if (x <= threshold[node]!) return child;
    return x > threshold[node]! ? child + 1 : child + missingRight[node]!;
  };

  return scorerOfOne({
    score(row) {
      let sum = 0;
      for (let tree = 0; tree < trees; tree++) {
        let node = roots[tree]!;
        for (let child = left[node]!; child !== 0; child = left[node]!)
          node = next(node, child, row[feature[node]!]!);
        sum += threshold[node]!;
      }
      return sum / trees;
    },
    contributions(row) {
      const moved = new Float64Array(forest.features);
      for (const root of roots) {
        let node = root;
        for (let child = left[node]!; child !== 0; child = left[node]!) {
          const decided = feature[node]!;
          const reached = next(node, child, row[decided]!);
          moved[decided]! += (mean[reached]! - mean[node]!) / trees;
          node = reached;
        }
      }
      return moved;
    },
  });
};
