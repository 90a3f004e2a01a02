import type { Manifest, ManifestFeature } from "../release/manifest.js";
import { loadForest } from "./forest.js";
import { loadLinear } from "./linear.js";
import { loadLogistic } from "./logistic.js";
import type { Scorer, ScorerDescription } from "./scorer.js";

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
