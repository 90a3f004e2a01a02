import { MISSING } from "../trees/bins.js";
import type { Cut, Split } from "./best-split.js";
import type { BinSums } from "./bin-sums.js";
import type { NodeRows } from "./node.js";

/** Makes the cut for a number or two classes. */
export const cutOne = (node: NodeRows, bins: BinSums, best: Split, minLeaf: number): Cut => {
  const { sums } = bins;

  /** Takes a split if it is the best so far, by the rows, the weight and the sum of moments on its left. */
  const consider = (
    feature: number,
    last: number,
    missingRight: 0 | 1,
    count: number,
    w: number,
    m: number,
  ): void => {
    const rest = node.total - w;
    if (count < minLeaf || node.end - node.start - count < minLeaf || rest <= 0) return;
    const gain = (m * m * node.total) / (w * rest);
    if (gain <= best.gain) return;
    best.gain = gain;
    best.feature = feature;
    best.last = last;
    best.missingRight = missingRight;
  };

  return (feature, order) => {
    const { known } = bins;
    const lost = 3 * MISSING;
    const [countLost, wLost, mLost] = [sums[lost]!, sums[lost + 1]!, sums[lost + 2]!];
    let [count, w, m] = [0, 0, 0];
    for (let k = 0; k < known; k++) {
      const at = 3 * order[k]!;
      count += sums[at]!;
      w += sums[at + 1]!;
      m += sums[at + 2]!;
      if (k === known - 1) break;
      // A node without missing values sends later ones to the side with more weight.
      consider(feature, k, countLost > 0 || node.total > 2 * w ? 1 : 0, count, w, m);
      if (countLost > 0) consider(feature, k, 0, count + countLost, w + wLost, m + mLost);
    }
    if (countLost > 0 && known > 0) consider(feature, known - 1, 1, count, w, m);
  };
};
