const LESS: ReadonlySet<string> = new Set([
  ...["log_loss", "brier", "mae", "rmse", "mape", "log_mae", "log_rmse"],
]);
const BETWEEN: ReadonlySet<string> = new Set([
  ...["calibration_slope", "calibration_intercept", "bias"],
]);

/** Whether a metric is better when it rises by this much; undefined where its best value is in between. */
export const isBetter = (metric: string, difference: number): boolean | undefined =>
  BETWEEN.has(metric) ? undefined : difference > 0 !== LESS.has(metric);
