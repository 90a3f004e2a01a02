import type { FeatureStatistics } from "./statistics.js";

/**
 * Turns weights of standardised features, intercept first, into weights of raw values. Since z = (x − mean) /
 * deviation, the means move into the intercept.
 */
export const rawWeights = (
  beta: readonly number[],
  statistics: readonly FeatureStatistics[],
): number[] => {
  const slopes = statistics.map(({ deviation }, i) => beta[i + 1]! / deviation);
  const shift = statistics.reduce((sum, { mean }, i) => sum + slopes[i]! * mean, 0);
  return [beta[0]! - shift, ...slopes];
};
