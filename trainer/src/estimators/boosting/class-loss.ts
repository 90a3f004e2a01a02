import type { Loss, LossRows } from "./loss.js";
import { exactSum } from "./quantum.js";

/**
 * Three classes or more: a class's probability p is proportional to the exponential of its raw score, the loss is −log of
 * the probability of the row's class. The derivatives by the score of a class are p − 1 for a row of the class, p for
 * others, and p · (1 − p). (Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", 2001, section 4.6.)
 */
export const classLoss = ({ target, weights, learned }: LossRows, classes: number): Loss => {
  const size = target.length;
  /** The largest score of a row, which keeps exponentials finite. */
  const largest = (scores: Float64Array, row: number): number => {
    let most = scores[row]!;
    for (let at = row + size; at < scores.length; at += size) most = Math.max(most, scores[at]!);
    return most;
  };
  return {
    outputs: classes,
    baseline: Float64Array.from({ length: classes }, (_, k) =>
      logShare({ target, weights, learned }, k),
    ),
    differentiate(scores, gradient, hessian) {
      for (let row = 0; row < learned; row++) {
        const most = largest(scores, row);
        let total = 0;
        for (let k = 0; k < classes; k++)
          total += gradient[k * learned + row] = Math.exp(scores[k * size + row]! - most);
        const w = weights[row]!;
        for (let k = 0; k < classes; k++) {
          const p = gradient[k * learned + row]! / total;
          gradient[k * learned + row] = w * (target[row] === k ? p - 1 : p);
          hessian[k * learned + row] = w * p * (1 - p);
        }
      }
    },
    heldOut(scores) {
      let [sum, weight] = [0, 0];
      for (let row = learned; row < size; row++) {
        const most = largest(scores, row);
        let total = 0;
        for (let at = row; at < scores.length; at += size) total += Math.exp(scores[at]! - most);
        const own = scores[target[row]! * size + row]! - most;
        sum += weights[row]! * (Math.log(total) - own);
        weight += weights[row]!;
      }
      return sum / weight;
    },
  };
};

/** The logarithm of a class's share. A class without a row gets that of half a row. */
const logShare = ({ target, weights, learned }: LossRows, k: number): number => {
  const own = weights.slice(0, learned);
  const total = exactSum(own.slice());
  const of = exactSum(own.map((w, row) => (target[row] === k ? w : 0)));
  return Math.log(Math.max(of / total, 0.5 / learned)) + 0;
};
