/** SQL of what is known of earlier rows of a key, as DuckDB writes it. */
export const history = {
  /** Mean of exact numbers. Division comes last, so that the order of the rows does not matter. */
  mean: (value: string, window: string): string =>
    `round(CAST(sum(${value}) OVER ${window} AS DOUBLE) / nullif(count(${value}) OVER ${window}, 0), 10)`,
  /** The value of the latest row that has one; of several at the same moment the greatest. */
  latest: (value: string, window: string): string =>
    `max_by(${value}, (happened, ${value})) OVER ${window}`,
  rows: (window: string): string => `count(observation) OVER ${window}`,
  daysSince: (window: string): string =>
    `datediff('day', CAST(max(happened) OVER ${window} AS DATE), observed_at)`,
};
