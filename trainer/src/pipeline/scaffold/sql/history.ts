import { dayOf } from "./day.js";

/** SQL of what is known of earlier rows of a key. */
export const history = {
  /**
   * Mean of exact numbers. Division comes last, so that the order of the rows does not matter. A number that is rounded to
   * whole ones is the same on every engine; engines round to several digits each in their own way.
   */
  mean: (value: string, window: string): string =>
    `round(CAST(sum(${value}) OVER ${window} AS DOUBLE) / nullif(count(${value}) OVER ${window}, 0) * 1e10) / 1e10`,
  /** The value of the latest row that has one; of several at the same moment the greatest. */
  latest: (value: string, window: string): string => `${latestOf(value)} OVER ${window}`,
  rows: (window: string): string => `count(observation) OVER ${window}`,
  daysSince: (window: string): string =>
    dayOf.days(`CAST(max(happened) OVER ${window} AS DATE)`, "observed_at"),
};

/** Aggregate: the value of the latest row that has one. Engines differ in whether `max_by` skips a row without a value. */
export const latestOf = (value: string): string =>
  `max_by(${value}, CASE WHEN ${value} IS NOT NULL THEN (happened, ${value}) END)`;
