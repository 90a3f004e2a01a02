import type { Calibration, ScorerDescription } from "@despliega/storage";

import type { ScoringModel } from "../../estimators/estimator.js";
import { estimatorOf, type EstimatorOptions } from "../../estimators/registry.js";
import type { ModelDefinition } from "../../model/model.js";

/**
 * What turns the sums of a fitted model into its answers, beside the link of its format. It is learned from sums by fits
 * that did not learn from the observation: the sums of the observations that a model learned from are too sure.
 */
export interface Finish {
  /** Of a classification. */
  readonly calibration?: Calibration;
  /** Of a regression that learned the logarithm of its label. */
  readonly scale?: NonNullable<ScorerDescription["scale"]>;
}

/**
 * What is to be learned to finish a model: its calibration, that of a model with balanced classes, its smearing factor, or
 * nothing.
 */
export type Unfinished = "calibration" | "balanced calibration" | "smearing" | undefined;

/** Tells what an estimator leaves to be learned. */
export const unfinishedOf = (
  { task }: Pick<ModelDefinition, "task">,
  options: EstimatorOptions,
): Unfinished => {
  if (task === "regression")
    return "target" in options && options.target === "log" ? "smearing" : undefined;
  const { isCalibrated } = estimatorOf(options.kind);
  if (isCalibrated?.(options) === true) return undefined;
  const isBalanced = "classWeights" in options && options.classWeights === "balanced";
  return isBalanced ? "balanced calibration" : "calibration";
};

/** The finish of a model that has one. */
export const finishOf = ({ description: { scale }, modelJson }: ScoringModel): Finish => {
  const { calibration } = modelJson as { calibration?: Calibration };
  return {
    ...(calibration === undefined ? {} : { calibration }),
    ...(scale === undefined ? {} : { scale }),
  };
};
