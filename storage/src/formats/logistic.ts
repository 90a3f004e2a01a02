import LogisticRegression from "ml-logistic-regression";
import { z } from "zod";

import type { ManifestFeature } from "../release/manifest.js";
import type { Scorer } from "./scorer.js";

const TwoClasses = z.object({ weights: z.array(z.array(z.number())).length(1) });

/** The JSON of ml-logistic-regression for two classes; its first weight belongs to a constant column of ones. */
const LogisticJson = z.object({
  name: z.literal("LogisticRegression"),
  numberClasses: z.literal(2),
  classifiers: z.array(TwoClasses).length(2),
});

/**
 * Writes a binary logistic model as ml-logistic-regression does: one classifier a class, each scoring the
 * probability of *not* being its class, so that class 0's classifier holds the weights of class 1.
 *
 * @param weights intercept first, then one a feature, for raw (not standardised) values
 */
export const logisticJson = (weights: readonly number[]) => ({
  name: "LogisticRegression" as const,
  numberClasses: 2 as const,
  classifiers: [{ weights: [[...weights]] }, { weights: [weights.map((weight) => -weight)] }],
});

/** Loads the library's JSON through the library and keeps its weights as a flat array for scoring. */
export const loadLogistic = (json: unknown, features: readonly ManifestFeature[]): Scorer => {
  const loaded = LogisticRegression.load(LogisticJson.parse(json));
  const weights = Float64Array.from(loaded.classifiers[0]?.weights.getRow(0) ?? []);
  if (weights.length !== features.length + 1)
    throw new RangeError(
      `${weights.length} weights for ${features.length} features and an intercept`,
    );
  const fills = features.map(({ missing }) => (missing === "refused" ? NaN : missing.fill));
  const means = features.map(({ mean }) => mean);

  const value = (row: Float64Array, i: number): number => {
    const given = row[i]!;
    return Number.isNaN(given) ? fills[i]! : given;
  };

  return {
    score(row) {
      let logit = weights[0]!;
      for (let i = 0; i < features.length; i++) logit += weights[i + 1]! * value(row, i);
      return 1 / (1 + Math.exp(-logit));
    },
    contributions: (row) =>
      Float64Array.from(features, (_, i) => weights[i + 1]! * (value(row, i) - means[i]!)),
  };
};
