import type { ManifestGate } from "@despliega/storage";

import { metricOf } from "./metric.js";

/** A metric that does not tell a model from a guess. */
export interface LikeGuess {
  readonly metric: string;
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
  /** What a guess reaches. */
  readonly guess: number;
}

/** The checked metrics whose interval reaches down to what a guess reaches; none where the test observations tell. */
export const likeGuess = (gates: readonly ManifestGate[]): readonly LikeGuess[] =>
  gates.flatMap(({ metric = "", value, interval, difference }) => {
    const guess = metricOf(metric)?.guess;
    if (guess === undefined || interval === undefined || difference !== undefined) return [];
    return interval[0] <= guess ? [{ metric, value, interval, guess }] : [];
  });
