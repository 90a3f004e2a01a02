import type { Figure, Manifest } from "@despliega/storage";

import { Z } from "../../evaluate/wilson.js";

/**
 * A metric of a release on its test observations. The error follows from the interval, which is symmetric in the log-odds of
 * a ROC-AUC and in other metrics itself.
 *
 * @returns undefined where the release does not tell the metric; without deviation where it tells no interval
 */
export const referenceFigure = (
  { metrics, intervals }: Pick<Manifest, "metrics" | "intervals">,
  metric: string,
): Figure | undefined => {
  const value = metrics[metric];
  if (value === undefined) return undefined;
  const interval = intervals?.metrics[metric];
  if (interval === undefined) return { value };
  const [low, high] = interval;
  const deviation =
    metric === "roc_auc"
      ? ((logOdds(high) - logOdds(low)) / (2 * Z)) * value * (1 - value)
      : (high - low) / (2 * Z);
  return Number.isFinite(deviation) ? { value, deviation, interval } : { value, interval };
};

const logOdds = (share: number): number => Math.log(share / (1 - share));
