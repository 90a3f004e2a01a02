import type { Figure } from "@despliega/storage";

import { metricOf } from "../../evaluate/metric.js";
import { Z } from "../../evaluate/wilson.js";
import type { Ends } from "../../learn/certainty/certainty.js";

/** What is known of a figure. */
export interface Known {
  readonly value: number;
  readonly deviation: number;
  /** Default: symmetric, by the deviation. */
  readonly interval?: Ends | undefined;
}

/**
 * A figure of a metric with its interval inside the metric's range.
 *
 * @returns undefined where the value is not finite; without deviation where that is not known
 */
export const figureOf = (
  { value, deviation, interval }: Known,
  [least, most]: Ends = [-Infinity, Infinity],
): Figure | undefined => {
  if (!Number.isFinite(value)) return undefined;
  if (!(deviation > 0 && deviation < Infinity)) return interval ? { value, interval } : { value };
  const [low, high] = interval ?? [value - Z * deviation, value + Z * deviation];
  return { value, deviation, interval: [Math.max(least, low), Math.min(most, high)] };
};

/**
 * Figures by the name of their metric, without those that cannot be told.
 *
 * @param rangeOf the least and the greatest possible value. Default: those of the metric
 */
export const figuresOf = (
  known: Readonly<Record<string, Known | undefined>>,
  rangeOf = (metric: string): Ends | undefined => metricOf(metric)?.range,
): Record<string, Figure> =>
  Object.fromEntries(
    Object.entries(known).flatMap(([metric, each]) => {
      const figure = each && figureOf(each, rangeOf(metric));
      return figure === undefined ? [] : [[metric, figure] as const];
    }),
  );
