import type { Feature } from "./feature.js";

/** A weighted sum of features. */
export interface WeightedSum {
  /** @param row NaN is a missing value, which the feature's fill replaces */
  readonly sum: (row: Float64Array) => number;
  /** How far each feature moves the sum from the sum of the training means. */
  readonly contributions: (row: Float64Array) => Float64Array;
}

/**
 * Makes the sum of an intercept and one weighted value per feature.
 *
 * @param weights intercept first, then one weight per feature, for raw (not standardised) values
 * @throws RangeError when there are more or fewer weights
 */
export const weightedSum = (weights: Float64Array, features: readonly Feature[]): WeightedSum => {
  if (weights.length !== features.length + 1)
    throw new RangeError(
      `${weights.length} weights for ${features.length} features and an intercept`,
    );
  const fills = features.map(({ missing }) => (typeof missing === "string" ? NaN : missing.fill));
  const means = features.map(({ mean }) => mean);

  const value = (row: Float64Array, i: number): number => {
    const given = row[i]!;
    return Number.isNaN(given) ? fills[i]! : given;
  };

  return {
    sum(row) {
      let sum = weights[0]!;
      for (let i = 0; i < features.length; i++) sum += weights[i + 1]! * value(row, i);
      return sum;
    },
    contributions: (row) =>
      Float64Array.from(features, (_, i) => weights[i + 1]! * (value(row, i) - means[i]!)),
  };
};
