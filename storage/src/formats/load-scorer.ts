import type { Feature } from "./feature.js";
import { loadBoosting } from "./boosting/scorer.js";
import { loadForest } from "./forest/scorer.js";
import { loadLinear } from "./linear/linear.js";
import { loadLogistic } from "./logistic/logistic.js";
import { scorerOfOne, type Scale, type Scorer } from "./scorer.js";

/** Loads a `model.json` of one format. @throws `ZodError` or `RangeError` for any other JSON */
type LoadFormat = (json: unknown, features: readonly Feature[]) => Scorer;

/** The formats of `model.json`, by their names in the manifest. */
const FORMATS = {
  logistic: loadLogistic,
  linear: loadLinear,
  forest: loadForest,
  boosting: loadBoosting,
} satisfies Readonly<Record<string, LoadFormat>>;

/** The name of a format of `model.json`. */
export type ModelFormat = keyof typeof FORMATS;

/** The names of all formats that this version reads. */
export const MODEL_FORMATS = Object.keys(FORMATS) as [ModelFormat, ...ModelFormat[]];

/** The fields of a manifest that are needed to load its model. */
export interface ScorerDescription {
  /** The format of `model.json`. */
  readonly estimator: ModelFormat;
  readonly features: readonly Feature[];
  /** Default: the model's sum is its answer. */
  readonly scale?: Scale | undefined;
}

/** Makes the scorer of a release from its `model.json`. */
export const loadScorer = (
  { estimator, features, scale }: ScorerDescription,
  json: unknown,
): Scorer => {
  const scorer = FORMATS[estimator](json, features);
  if (scale === undefined) return scorer;
  const { smearing } = scale;
  return scorerOfOne({ ...scorer, score: (row) => smearing * Math.exp(scorer.score(row)) });
};
