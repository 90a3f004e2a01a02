import { z } from "zod";

import { isRising, linearBetween } from "./linear-between.js";
import { sigmoid } from "./link.js";
import {
  hasOneSum,
  scorerOfOne,
  scorerOfSeveral,
  type Scorer,
  type SummedModel,
} from "./scorer.js";
import { softmax } from "./softmax.js";

const notFalling = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value >= values[i - 1]!);

/** The probability is the sigmoid of `slope` times the sum plus `intercept` (Platt, 1999). */
const Platt = z.strictObject({
  method: z.literal("platt"),
  slope: z.number().positive(),
  intercept: z.number(),
});

/** The probability is linear between points, and constant beyond the first and the last. */
const Isotonic = z
  .strictObject({
    method: z.literal("isotonic"),
    /** Sums, each above the one before. */
    at: z.array(z.number()).min(2).refine(isRising, { error: "does not rise" }),
    probability: z.array(z.number().min(0).max(1)).refine(notFalling, { error: "falls" }),
  })
  .refine(({ at, probability }) => at.length === probability.length, {
    error: "are not one per point",
    path: ["probability"],
  });

/** The probabilities are the softmax of `slope` times the sums plus `offsets`. */
const Temperature = z.strictObject({
  method: z.literal("temperature"),
  slope: z.number().positive(),
  /** One per class. */
  offsets: z.array(z.number()).min(3),
});

/** The field `calibration` of a `model.json`: how the sums of a classification become probabilities. */
export const Calibration = z.discriminatedUnion("method", [Platt, Isotonic, Temperature]);
export type Calibration = z.infer<typeof Calibration>;

/** The names of the ways to calibrate. */
export const CALIBRATIONS = [
  "platt",
  "isotonic",
  "temperature",
] as const satisfies readonly Calibration["method"][];

/** Makes the scorer of a model whose probabilities are calibrated. @throws RangeError for one that this does not fit */
export const calibratedScorer = (model: SummedModel, calibration: Calibration): Scorer => {
  const { method } = calibration;
  if (model.task === "regression") throw new RangeError(`A regression with calibration ${method}`);
  if (hasOneSum(model)) {
    if (method === "temperature") throw new RangeError(`Calibration ${method} of one sum`);
    return scorerOfOne(model, probabilityBy(calibration));
  }
  if (method !== "temperature" || calibration.offsets.length !== model.outputs)
    throw new RangeError(`Calibration ${method} does not fit ${model.outputs} classes`);
  return scorerOfSeveral(model, temperedBy(calibration, model.link));
};

/** Makes the function from the sum of two classes to the probability of class 1. */
export const probabilityBy = (
  calibration: Exclude<Calibration, { method: "temperature" }>,
): ((sum: number) => number) => {
  if (calibration.method === "isotonic")
    return linearBetween(calibration.at, calibration.probability);
  const { slope, intercept } = calibration;
  return (sum) => sigmoid(slope * sum + intercept);
};

/** A share of 0 has no logarithm, and counts as this one. */
export const LEAST_SHARE = 1e-6;

/**
 * Makes what turns the sums of several classes into calibrated probabilities in place.
 *
 * @param link `identity`: the sums are shares, whose logarithms are calibrated
 */
export const temperedBy =
  ({ slope, offsets }: z.infer<typeof Temperature>, link: "identity" | "softmax") =>
  (sums: Float64Array, outputs: number): void => {
    for (let at = 0; at < outputs; at++) {
      const sum = link === "identity" ? Math.log(Math.max(sums[at]!, LEAST_SHARE)) : sums[at]!;
      sums[at] = slope * sum + offsets[at]!;
    }
    softmax(sums, outputs);
  };
