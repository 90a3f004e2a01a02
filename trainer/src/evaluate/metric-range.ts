import { MetricOutOfRange, NumberNotFinite } from "../errors/errors.js";
import { metricOf } from "./metric.js";

/** How far beyond its range rounding may take a metric. */
const ROUNDING = 1e-9;

/**
 * Refuses metrics with impossible values, so that no model is chosen, compared or published by them.
 *
 * @throws `NUMBER_NOT_FINITE`, or `METRIC_OUT_OF_RANGE` when a value is beyond the range of its metric
 */
export const requireInRange = (metrics: Readonly<Record<string, number>>): void => {
  for (const [metric, value] of Object.entries(metrics)) {
    const [least, most] = metricOf(metric)?.range ?? [-Infinity, Infinity];
    if (!Number.isFinite(value)) throw new NumberNotFinite({ what: metric });
    if (value < least - ROUNDING || value > most + ROUNDING)
      throw new MetricOutOfRange({ metric, value, least, most });
  }
};
