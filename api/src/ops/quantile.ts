import type { CountedSeries } from "./plain-histogram.js";

type Counted = Pick<CountedSeries, "bounds" | "counts">;

/** How many observations a series has. */
export const totalOf = ({ counts }: Counted): number =>
  Array.from(counts).reduce((sum, count) => sum + count, 0);

/**
 * A quantile of a histogram, linear within its bucket as Prometheus's `histogram_quantile` is.
 *
 * @returns null without an observation, and where the quantile is beyond the last bound
 */
export const quantileOf = (series: Counted, share: number): number | null => {
  const { bounds, counts } = series;
  const wanted = share * totalOf(series);
  let below = 0;
  for (let i = 0; i < bounds.length; i++) {
    const count = counts[i]!;
    if (count > 0 && below + count >= wanted) {
      const from = i === 0 ? 0 : bounds[i - 1]!;
      return from + (bounds[i]! - from) * ((wanted - below) / count);
    }
    below += count;
  }
  return null;
};
