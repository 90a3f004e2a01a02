/** Upper bounds of latency in seconds, fine around the milliseconds that this api takes. */
export const LATENCY_BOUNDS: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** Counts by bucket, kept as plain numbers. */
export interface Histogram {
  readonly bounds: readonly number[];
  /** Observations at or below each bound and above the one before; the last are above all. */
  readonly counts: Float64Array;
  sum: number;
}

export const makeHistogram = (bounds: readonly number[]): Histogram => ({
  bounds,
  counts: new Float64Array(bounds.length + 1),
  sum: 0,
});

/** Counts one observation. */
export const observe = (histogram: Histogram, value: number): void => {
  const { bounds, counts } = histogram;
  let at = 0;
  while (at < bounds.length && value > bounds[at]!) at++;
  counts[at]!++;
  histogram.sum += value;
};
