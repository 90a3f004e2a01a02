import type { Manifest, ManifestFeature } from "../release/manifest.js";
import { loadLogistic } from "./logistic.js";

/** A fitted model, made ready to score one row after another without allocating. */
export interface Scorer {
  /**
   * The model's answer for one row: the probability of class 1, or the predicted value.
   *
   * @param row features in the manifest's order; NaN is a missing value
   */
  score(row: Float64Array): number;
  /**
   * How far each feature moves this row's answer from the answer for the training means, on the scale that the
   * model adds up on (log-odds for the logistic model).
   */
  contributions(row: Float64Array): Float64Array;
}

/** The loader of each format of `model.json`. */
const LOADERS: Readonly<
  Record<Manifest["estimator"], (json: unknown, features: readonly ManifestFeature[]) => Scorer>
> = {
  logistic: loadLogistic,
};

/** Makes the scorer of a release from its `model.json`. */
export const loadScorer = (
  estimator: Manifest["estimator"],
  json: unknown,
  features: readonly ManifestFeature[],
): Scorer => LOADERS[estimator](json, features);
