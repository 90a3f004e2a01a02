import type { PromotionCheck } from "../../model/model.js";
import type { Draft } from "./draft.js";

/** The test set has at least this share of the rows. */
const TESTED = 0.2;

/** A guess does better by chance than so many deviations in 1 of 20 runs. */
const RARELY = 1.645;

/**
 * What a release must reach: more than a guess does in 19 of 20 runs, on a test set of this size.
 *
 * - A ROC-AUC of m positives and n negatives varies around 0.5 by √((m + n + 1) / 12mn) (Mann and Whitney, 1947).
 * - A share s of n rows varies by √(s (1 − s) / n).
 * - No R² is above the square of the correlation of answers and labels, which varies around 0 by 1 / √n.
 */
export const gatesOf = ({
  target: { task, rows, counts, logarithm, positives },
}: Pick<Draft, "target">): readonly PromotionCheck[] => {
  const tested = TESTED * rows;
  // A difference on a test of n rows varies by about 1 / √n.
  const tolerance = Math.max(0.01, Math.round(100 / Math.sqrt(rows)) / 100);
  if (task === "regression") {
    const floor = above(RARELY ** 2 / tested, 1_000);
    return [{ metric: logarithm ? "log_r2" : "r2", floor, tolerance }];
  }
  if (counts.length > 2) {
    const share = counts[0]! / rows;
    const deviation = Math.sqrt((share * (1 - share)) / tested);
    return [{ metric: "accuracy", floor: above(share + RARELY * deviation, 100), tolerance }];
  }
  const deviation = Math.sqrt((tested + 1) / (12 * TESTED ** 2 * positives * (rows - positives)));
  return [{ metric: "roc_auc", floor: above(0.5 + RARELY * deviation, 100), tolerance }];
};

/** Rounded up to a share of one, and below one. */
const above = (value: number, steps: number): number =>
  Math.min(steps - 1, Math.ceil(value * steps)) / steps;
