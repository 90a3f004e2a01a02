/** How a random forest is fitted. */
export interface ForestOptions {
  readonly kind: "forest";
  readonly trees: number;
  /** Splits from the root to a leaf, at most. Default: a tree grows until its leaves are pure. */
  readonly maxDepth?: number;
  /** Different rows that a leaf has at least. */
  readonly minLeaf: number;
  /**
   * Features tried for each split, drawn again each time: a number, or the square root, a third or all of the features.
   */
  readonly maxFeatures: number | "sqrt" | "third" | "all";
  /** Rows drawn for each tree, with replacement, as a share of all. */
  readonly sample: number;
  /** Bins of the values of each feature, at most: from 2 to 255. */
  readonly bins: number;
  /**
   * `balanced` weights the classes as if they were equally frequent, also in the shares of leaves; `none`, the default,
   * keeps them as they are. A regression takes `none`.
   */
  readonly classWeights?: "none" | "balanced";
  /** A whole number, of which the lowest 32 bits count. */
  readonly seed: number;
}

/** How a forest is fitted in a model. */
export interface ForestEstimatorOptions extends ForestOptions {
  /** `log` grows the forest on the logarithm of the label, which must be above 0. */
  readonly target?: "log";
}

/** How many features are tried for a split, from 1 to all. */
export const featuresPerSplit = (
  maxFeatures: ForestOptions["maxFeatures"],
  features: number,
): number => {
  const rules = { sqrt: Math.sqrt(features), third: features / 3, all: features };
  const wanted = typeof maxFeatures === "number" ? maxFeatures : rules[maxFeatures];
  return Math.min(Math.max(Math.floor(wanted), 1), features);
};
