import type { Figure, Loss } from "@despliega/storage";

import { lowerIsBetter } from "../../evaluate/metric.js";
import { answersNeeded, enoughDeviation } from "./answers-needed.js";
import { figureOf } from "./figure.js";

/** A figure with the answers that it rests on. */
export interface Measurement {
  readonly figure: Figure;
  readonly answers: number;
}

/** What is compared, and how large a loss must be. */
export interface LossQuestion {
  readonly metric: string;
  readonly reference: Measurement;
  readonly now: Measurement;
  /** The loss that has to be found; of a regression as a share of the reference. */
  readonly sought: number;
  /** Whether the loss is a share of the reference. */
  readonly relative: boolean;
  /** A loss that is taken for none. */
  readonly tolerated: number;
}

/** Below this number the interval of a figure, which holds for many answers, means nothing. */
export const LEAST_ANSWERS = 200;

/**
 * Whether a metric is worse than it was. `passes`: at most as much as is tolerated. `lost`: by more, and the whole interval of
 * the loss is above 0. `cannot tell`: by more, and the interval holds 0. Answers that would miss the sought loss in more than
 * one of ten cases are `not enough` for any of these, unless the whole interval is beyond that loss; fewer than
 * {@link LEAST_ANSWERS} always are. The reference's own error counts.
 */
export const lossOf = (question: LossQuestion): Loss => {
  const { metric, reference, now, sought, tolerated } = question;
  const { scale, sign } = unitOf(question);
  const [before, after] = [reference.figure, now.figure];
  const own = (before.deviation ?? NaN) * (question.relative ? after.value / before.value : 1);
  const value = (sign * (before.value - after.value)) / scale;
  const deviation = Math.hypot(own, after.deviation ?? NaN) / scale;
  const lost = figureOf({ value, deviation }) ?? { value: 0 };
  const measured = after.deviation === undefined ? reference : now;
  const variance = ((measured.figure.deviation ?? NaN) / scale) ** 2 * measured.answers;
  return {
    metric,
    reference: before,
    now: after,
    lost,
    sought,
    tolerated,
    needed: answersNeeded(variance, sought, own / scale) ?? null,
    verdict: now.answers < LEAST_ANSWERS ? "not enough" : verdictOf(lost, sought, tolerated),
  };
};

/** What a loss is counted in, and the sign that makes worse positive. */
const unitOf = ({ metric, reference, relative }: LossQuestion) => ({
  scale: relative ? Math.abs(reference.figure.value) : 1,
  sign: lowerIsBetter(metric) || metric === "half_width" ? -1 : 1,
});

const verdictOf = (
  { value, deviation, interval }: Figure,
  sought: number,
  tolerated: number,
): Loss["verdict"] => {
  if (deviation === undefined || interval === undefined) return "not enough";
  const [low] = interval;
  if (deviation > enoughDeviation(sought)) return low > sought ? "lost" : "not enough";
  if (value <= tolerated) return "passes";
  return low > 0 ? "lost" : "cannot tell";
};
