import type { Loss, LossRows } from "./loss.js";
import { exactSum } from "./quantum.js";

/**
 * Two classes: the raw score is the log-odds of class 1, the loss −log of the probability of the row's class. With p
 * the probability of class 1, the derivatives are p − y and p · (1 − p). (Friedman, "Greedy Function Approximation: A
 * Gradient Boosting Machine", 2001, section 4.5.)
 */
export const logLoss = ({ target, weights, learned }: LossRows): Loss => ({
  outputs: 1,
  baseline: Float64Array.of(logOdds(target, weights, learned)),
  differentiate(scores, gradient, hessian) {
    for (let row = 0; row < learned; row++) {
      const p = 1 / (1 + Math.exp(-scores[row]!));
      const w = weights[row]!;
      gradient[row] = w * (p - target[row]!);
      hessian[row] = w * p * (1 - p);
    }
  },
  heldOut(scores) {
    let [sum, total] = [0, 0];
    for (let row = learned; row < target.length; row++) {
      const z = scores[row]!;
      // log(1 + e^z) − y · z, which never overflows so.
      const loss = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target[row]! * z;
      sum += weights[row]! * loss;
      total += weights[row]!;
    }
    return sum / total;
  },
});

/** Rows of one class only have no finite log-odds, and get those of half a row of the other. */
const logOdds = (target: Float64Array, weights: Float64Array, learned: number): number => {
  const ones = exactSum(weights.subarray(0, learned).map((w, row) => w * target[row]!));
  const zeros = exactSum(weights.subarray(0, learned).map((w, row) => w * (1 - target[row]!)));
  const least = 0.5 / learned;
  const share = Math.min(Math.max(ones / (ones + zeros), least), 1 - least);
  return Math.log(share / (1 - share)) + 0;
};
