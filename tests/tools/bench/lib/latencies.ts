import { median } from "./median.js";
import type { Latencies } from "./open-loop.js";

/** Medians of the rounds; the largest maximum and the failures of all of them. */
export const middleLatencies = (rounds: readonly Latencies[]): Latencies => ({
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map(({ p99 }) => p99)),
  max: Math.max(...rounds.map(({ max }) => max)),
  failed: rounds.reduce((total, { failed }) => total + failed, 0),
});

/** Latencies as the table shows them. */
export const latencyText = ({ p50, p99, failed }: Latencies): string =>
  `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms${failuresText(failed)}`;

/** A comma and the count, or nothing when there is none. */
export const failuresText = (count: number): string => (count === 0 ? "" : `, ${count} failed`);
