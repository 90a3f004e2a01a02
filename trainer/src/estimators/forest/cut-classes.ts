import { MISSING } from "../trees/bins.js";
import type { Cut, Split } from "./best-split.js";
import type { BinSums } from "./bin-sums.js";
import type { NodeRows } from "./node.js";

/** Makes the cut for several classes. */
export const cutClasses = (node: NodeRows, bins: BinSums, best: Split, minLeaf: number): Cut => {
  const { sums, stride } = bins;
  const { mean } = node;
  // Sums over the rows on the left, without missing values and with them.
  const left = new Float64Array(stride);
  const leftAndLost = new Float64Array(stride);

  /** Takes a split if it is the best so far, by the sums on its left. */
  const consider = (feature: number, last: number, missingRight: 0 | 1, side: Float64Array) => {
    const [count, w] = [side[0]!, side[1]!];
    const rest = node.total - w;
    if (count < minLeaf || node.end - node.start - count < minLeaf || rest <= 0) return;
    let squares = 0;
    for (let k = 0; k < mean.length; k++) squares += (side[2 + k]! - w * mean[k]!) ** 2;
    const gain = (squares * node.total) / (w * rest);
    if (gain <= best.gain) return;
    best.gain = gain;
    best.feature = feature;
    best.last = last;
    best.missingRight = missingRight;
  };

  const add = (into: Float64Array, from: Float64Array, start: number): void => {
    for (let at = 0; at < stride; at++) into[at] = from[at]! + sums[start + at]!;
  };

  return (feature, order) => {
    const { known } = bins;
    const lost = stride * MISSING;
    const missing = sums[lost]! > 0;
    left.fill(0);
    for (let k = 0; k < known; k++) {
      add(left, left, stride * order[k]!);
      if (k === known - 1) break;
      consider(feature, k, missing || node.total > 2 * left[1]! ? 1 : 0, left);
      if (!missing) continue;
      add(leftAndLost, left, lost);
      consider(feature, k, 0, leftAndLost);
    }
    if (missing && known > 0) consider(feature, known - 1, 1, left);
  };
};
