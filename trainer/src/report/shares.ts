import type { Confusion } from "../evaluate/evaluation.js";

/** Share of positives that are flagged; NaN without positives. */
export const recall = ({ tp, fn }: Confusion): number => tp / (tp + fn);

/** Share of the flagged that are positives; NaN when nothing is flagged. */
export const precision = ({ tp, fp }: Confusion): number => tp / (tp + fp);

/** Share of negatives that are flagged; NaN without negatives. */
export const falsePositiveRate = ({ fp, tn }: Confusion): number => fp / (fp + tn);

/** Share of all observations that are flagged. */
export const flaggedShare = ({ tp, fp, tn, fn }: Confusion): number =>
  (tp + fp) / (tp + fp + tn + fn);
