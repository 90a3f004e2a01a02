import type { Feature } from "./feature.js";
import type { Contributions } from "./scorer.js";
import { codesOf } from "./value.js";

/** A weighted sum of features. */
export interface WeightedSum {
  /** @param row NaN is a missing value, which the feature's fill replaces */
  readonly sum: (row: Float64Array) => number;
  /** Writes the sum of each of many rows. */
  readonly sumsOfRows: (rows: Float64Array, into: Float64Array) => void;
  /** How far each feature moves the sum from the sum of the training means, which is the base. */
  readonly contributions: (row: Float64Array) => Contributions;
}

/**
 * How many weights belong to a feature: one per code of a category and one for a missing value, or one for the value of any
 * other feature.
 */
export const weightsOf = (feature: Feature): number =>
  feature.type === "category" ? codesOf(feature)! + 1 : 1;

/**
 * Makes the sum of an intercept and one weighted value per feature, where a category adds the weight of its code. The
 * weight of a missing category is the mean over the training observations, and so the origin of its contribution.
 *
 * @param weights intercept first, then those of each feature, for raw (not standardised) values
 * @throws RangeError when there are more or fewer weights
 */
export const weightedSum = (weights: Float64Array, features: readonly Feature[]): WeightedSum => {
  const starts: number[] = [];
  let end = 1;
  for (const feature of features) {
    starts.push(end);
    end += weightsOf(feature);
  }
  if (weights.length !== end)
    throw new RangeError(`${weights.length} weights for ${features.length} features, not ${end}`);
  const categories = features.map(({ type }) => type === "category");
  // Of a category the code of a missing value, else the value that replaces it.
  const fills = features.map((feature) => {
    if (feature.missing === "refused") return NaN;
    if (feature.type === "category") return weightsOf(feature) - 1;
    return feature.missing === "kept" ? NaN : feature.missing.fill;
  });
  const value = (rows: Float64Array, i: number, from = 0): number => {
    const given = rows[from + i]!;
    return Number.isNaN(given) ? fills[i]! : given;
  };
  const weight = (i: number, at: number): number => weights[starts[i]! + at]!;

  const sum = (rows: Float64Array, from = 0): number => {
    let total = weights[0]!;
    for (let i = 0; i < features.length; i++)
      total += categories[i]
        ? weight(i, value(rows, i, from))
        : weight(i, 0) * value(rows, i, from);
    return total;
  };
  const sumsOfRows: WeightedSum["sumsOfRows"] = (rows, into) => {
    for (let row = 0; row < into.length; row++) into[row] = sum(rows, row * features.length);
  };
  const origins = features.map((feature, i) =>
    categories[i] ? weight(i, weightsOf(feature) - 1) : weight(i, 0) * feature.mean,
  );
  const base = origins.reduce((total, origin) => total + origin, weights[0]!);
  const moved = (row: Float64Array) =>
    Float64Array.from(features, (feature, i) =>
      categories[i]
        ? weight(i, value(row, i)) - origins[i]!
        : weight(i, 0) * (value(row, i) - feature.mean),
    );
  return {
    sum: (row) => sum(row),
    sumsOfRows,
    contributions: (row) => ({ base, moved: moved(row), sum: sum(row) }),
  };
};
