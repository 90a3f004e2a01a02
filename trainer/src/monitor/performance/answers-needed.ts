import { Z } from "../../evaluate/wilson.js";

/** The normal quantile below which nine of ten are. */
const NINE_OF_TEN = 1.2815515655446004;

/** The largest standard error with which a loss is found in nine of ten cases, by an interval of 95 %. */
export const enoughDeviation = (sought: number): number => sought / (Z + NINE_OF_TEN);

/**
 * How many answers with outcomes find a loss in nine of ten cases.
 *
 * @param variance of the metric on one answer: the square of its standard error, times the answers that it rests on
 * @param reference the standard error of the reference
 * @returns undefined where the reference is so uncertain that no number does
 */
export const answersNeeded = (
  variance: number,
  sought: number,
  reference: number,
): number | undefined => {
  const left = enoughDeviation(sought) ** 2 - reference ** 2;
  return left > 0 ? Math.ceil(variance / left) : undefined;
};
