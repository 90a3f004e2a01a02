import type { JudgedForm } from "./judged.js";
import type { LossQuestion } from "./loss.js";

/** Which metric tells a loss of performance, and how large one has to be. */
export type Sought = Pick<LossQuestion, "metric" | "sought" | "relative" | "tolerated">;

/** A loss of ROC-AUC that has to be found. */
const AREA = 0.03;

/** A loss of a regression that has to be found, as a share of its mean distance. */
const DISTANCE = 0.1;

/** A loss up to this share of the sought one is taken for none. */
const TOLERATED = 1 / 3;

/**
 * What tells a loss: of classes the ROC-AUC, which does not depend on how frequent they are; of a regression the mean distance
 * from answer to outcome, of the logarithms where the model learns them.
 *
 * @param loss the loss to find. Default: 0.03 of ROC-AUC, a tenth of a mean distance
 */
export const soughtOf = ({ task, scale }: JudgedForm, loss?: number): Sought => {
  const relative = task === "regression";
  const sought = loss ?? (relative ? DISTANCE : AREA);
  const distance = scale === undefined ? "mae" : "log_mae";
  return {
    metric: relative ? distance : "roc_auc",
    ...{ sought, relative, tolerated: sought * TOLERATED },
  };
};
