/** Upper bounds of latency in seconds, fine around the milliseconds that this api takes. */
export const LATENCY_BOUNDS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Upper bounds of probabilities. */
const PROBABILITY_BOUNDS: readonly number[] = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

// Each is the decimal that one would write: 1, 2 and 5 of every power of ten from a thousandth to ten thousand million.
const NUMBER_BOUNDS: readonly number[] = [
  0,
  ...Array.from({ length: 13 }, (_, i) => [1, 2, 5].map((n) => Number(`${n}e${i - 3}`))).flat(),
  1e10,
];

/**
 * Upper bounds of the scores of a task. Those of a regression are a factor of about two apart, whatever its scores are:
 * they stay the same from release to release, as sums over time need it.
 */
export const SCORE_BOUNDS = {
  classification: PROBABILITY_BOUNDS,
  regression: NUMBER_BOUNDS,
} as const;
