import { z } from "zod";

import type { Feature } from "./feature.js";
import { loadBoosting } from "./boosting/scorer.js";
import { Calibration, calibratedScorer } from "./calibration.js";
import { loadForest } from "./forest/scorer.js";
import { loadLinear } from "./linear/linear.js";
import { loadLogistic } from "./logistic/logistic.js";
import { loadOnnx } from "./onnx/scorer.js";
import { linkedScorer } from "./link.js";
import { hasOneSum, scorerOfOne, type Scorer, type SummedModel } from "./scorer.js";

/** Loads a `model.json` of one format, less its calibration. @throws `ZodError` or `RangeError` for any other JSON */
type LoadFormat = (json: unknown, features: readonly Feature[]) => SummedModel;

/** The formats of `model.json`, by their names in the manifest. */
const FORMATS = {
  logistic: loadLogistic,
  linear: loadLinear,
  forest: loadForest,
  boosting: loadBoosting,
  onnx: loadOnnx,
} satisfies Readonly<Record<string, LoadFormat>>;

/** The name of a format of `model.json`. */
export type ModelFormat = keyof typeof FORMATS;

/** The names of all formats that this version reads. */
export const MODEL_FORMATS = Object.keys(FORMATS) as [ModelFormat, ...ModelFormat[]];

/** The scale of a model's sum. Its answer is `smearing` times the exponential of the sum. */
export interface Scale {
  readonly of: "log";
  readonly smearing: number;
}

/** The fields of a manifest that are needed to load its model. */
export interface ScorerDescription {
  /** The format of `model.json`. */
  readonly estimator: ModelFormat;
  readonly features: readonly Feature[];
  /** Default: the model's sum is its answer. */
  readonly scale?: Scale | undefined;
}

/** What every `model.json` may have beside the fields of its format. */
const Finished = z.looseObject({ calibration: Calibration.optional() });

/** Takes the calibration out of a `model.json`; the rest is of its format. @throws `ZodError` */
export const takeCalibration = (
  json: unknown,
): { readonly calibration: Calibration | undefined; readonly own: unknown } => {
  const { calibration, ...own } = Finished.parse(json);
  return { calibration, own };
};

/** Loads a model of one format as far as its sums. @throws `ZodError`, `RangeError` */
export const loadSums = (
  { estimator, features }: Pick<ScorerDescription, "estimator" | "features">,
  json: unknown,
): SummedModel => FORMATS[estimator](takeCalibration(json).own, features);

/**
 * Makes the scorer of a release from its `model.json`: the sums by its format, then its calibration, the scale of the
 * manifest, or else the link of the format.
 *
 * @throws `ZodError`, `RangeError`
 */
export const loadScorer = (
  { estimator, features, scale }: ScorerDescription,
  json: unknown,
): Scorer => {
  const { calibration, own } = takeCalibration(json);
  const model = FORMATS[estimator](own, features);
  if (calibration !== undefined) return calibratedScorer(model, calibration);
  if (scale === undefined) return linkedScorer(model);
  if (!hasOneSum(model)) throw new RangeError(`A scale of ${model.outputs} classes`);
  const { smearing } = scale;
  return scorerOfOne(model, (sum) => smearing * Math.exp(sum));
};
