import type { Manifest, ManifestFeature } from "../release/manifest.js";
import { loadForest } from "./forest.js";
import { loadLinear } from "./linear.js";
import { loadLogistic } from "./logistic.js";

/** A fitted model, made ready to score one row after another without allocating. */
export interface Scorer {
  /**
   * The model's answer for one row: the probability of class 1, or the predicted value.
   *
   * @param row features in the manifest's order; NaN is a missing value
   */
  readonly score: (row: Float64Array) => number;
  /**
   * How far each feature moves this row's answer from the answer for the training means, on the scale that the
   * model adds up on: log-odds for the logistic model, the logarithm of the answer where the manifest says `scale`.
   */
  readonly contributions: (row: Float64Array) => Float64Array;
}

/** What the loading of a model needs of its manifest. */
export type ScorerDescription = Pick<Manifest, "estimator" | "scale"> & {
  readonly features: readonly ManifestFeature[];
};

/** The loader of each format of `model.json`. */
const LOADERS: Readonly<
  Record<Manifest["estimator"], (json: unknown, features: readonly ManifestFeature[]) => Scorer>
> = {
  logistic: loadLogistic,
  linear: loadLinear,
  forest: loadForest,
};

/** Makes the scorer of a release from its `model.json`. */
export const loadScorer = (
  { estimator, features, scale }: ScorerDescription,
  json: unknown,
): Scorer => {
  const scorer = LOADERS[estimator](json, features);
  if (scale === undefined) return scorer;
  const { smearing } = scale;
  return { ...scorer, score: (row) => smearing * Math.exp(scorer.score(row)) };
};
