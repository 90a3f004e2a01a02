import type { ManifestFeature } from "@despliega/storage";

/**
 * A usual row of features: the mean of a number, rounded where it is whole, and the most frequent value of a category and of
 * a boolean; of equally frequent ones the first.
 *
 * @param columns one array for each feature; NaN is a missing value
 */
export const usualRow = (
  features: readonly ManifestFeature[],
  columns: readonly Float64Array[],
): Float64Array =>
  Float64Array.from(features, ({ type, mean }, i) => {
    if (type === "number") return mean;
    return type === "integer" ? Math.round(mean) : mostFrequent(columns[i]!);
  });

const mostFrequent = (codes: Float64Array): number => {
  const counts: number[] = [];
  for (const code of codes) if (!Number.isNaN(code)) counts[code] = (counts[code] ?? 0) + 1;
  let best = 0;
  counts.forEach((count, code) => {
    if (count > (counts[best] ?? 0)) best = code;
  });
  return best;
};
