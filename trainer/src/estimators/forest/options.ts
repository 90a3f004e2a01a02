/** How a random forest is fitted. */
export interface ForestOptions {
  readonly kind: "forest";
  readonly trees: number;
  /** Splits from the root to a leaf, at most; without it a tree grows until its leaves are pure. */
  readonly maxDepth?: number;
  /** Different rows that a leaf has at least. */
  readonly minLeaf: number;
  /** Features tried for each split, drawn anew each time: so many, or the root, a third or all of those there are. */
  readonly maxFeatures: number | "sqrt" | "third" | "all";
  /** Rows drawn for each tree, with replacement, as a share of all. */
  readonly sample: number;
  /** Values that a feature is told apart by, at most: from 2 to 255. */
  readonly bins: number;
  /**
   * `balanced` weighs the classes as if they were equally frequent, and shares of class 1 are weighted so; `none`
   * keeps them as they are. A regression has no classes and takes `none`.
   */
  readonly classWeights: "none" | "balanced";
  /** A whole number; its lowest 32 bits count. */
  readonly seed: number;
}

/** Rows to learn from, in memory, feature by feature. */
export interface ForestData {
  readonly task: "classification" | "regression";
  /** One array a feature; NaN is a missing value, every other value is finite. */
  readonly columns: readonly Float64Array[];
  /** 0 or 1 for classification; for regression any value up to 1e100 either way. */
  readonly target: Float64Array;
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
