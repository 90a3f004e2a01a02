import type { Loss, LossRows } from "./loss.js";
import { exactSum } from "./quantum.js";

/** A number: the loss is half the squared error, its derivatives are the error and 1. */
export const squaredError = ({ target, learned }: Omit<LossRows, "weights">): Loss => ({
  outputs: 1,
  baseline: Float64Array.of(exactSum(target.slice(0, learned)) / learned + 0),
  differentiate(scores, gradient, hessian) {
    for (let row = 0; row < learned; row++) gradient[row] = scores[row]! - target[row]!;
    hessian.fill(1, 0, learned);
  },
  heldOut(scores) {
    let sum = 0;
    for (let row = learned; row < target.length; row++) sum += (scores[row]! - target[row]!) ** 2;
    return sum / 2 / (target.length - learned);
  },
});
