import { MISSING } from "../trees/bins.js";
import type { NodeRows } from "./node.js";

/** The best split that was found. */
export interface Split {
  /** How far it lowers the weighted sum of squared distances from the mean; negative while there is none. */
  gain: number;
  feature: number;
  /** The last bin that goes left. */
  bin: number;
  /** The first bin of the node's rows that goes right; {@link MISSING} where only missing values do. */
  next: number;
  missingRight: 0 | 1;
}

/**
 * Makes the search for a split of `node` by one feature, which replaces `best` by a better one and tells whether the
 * feature varies among the node's rows.
 *
 * One pass sums the rows by bin. A pass over the bins that have rows tries every place between two of them with the
 * missing values on either side, and all values against the missing ones. For a target of 0 and 1 the gain is half of
 * that in Gini impurity, so one criterion does for both tasks. Every node draws its own features, so the sums of a node
 * cannot be computed from its parent's and its sibling's.
 *
 * @param minLeaf rows that each side has at least
 */
export const splitSearch = (
  node: NodeRows,
  best: Split,
  minLeaf: number,
): ((feature: number, codes: Uint8Array) => boolean) => {
  const { rows, weight, moment } = node;
  // Of each bin: rows, weight, moment. All zero between two searches, as are the bits below.
  const sums = new Float64Array(3 * (MISSING + 1));
  // One bit for each bin that has rows.
  const occupied = new Int32Array((MISSING + 1) / 32);

  const addUp = (codes: Uint8Array): void => {
    for (let i = node.start; i < node.end; i++) {
      const bin = codes[rows[i]!]!;
      sums[3 * bin]! += 1;
      sums[3 * bin + 1]! += weight[i]!;
      sums[3 * bin + 2]! += moment[i]!;
      occupied[bin >> 5]! |= 1 << bin;
    }
  };

  /** Takes a split if it is the best so far, by the rows, the weight and the sum of moments on its left. */
  const consider = (
    feature: number,
    bin: number,
    next: number,
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
    best.bin = bin;
    best.next = next;
    best.missingRight = missingRight;
  };

  return (feature, codes) => {
    addUp(codes);
    const lost = 3 * MISSING;
    const [countLost, wLost, mLost] = [sums[lost]!, sums[lost + 1]!, sums[lost + 2]!];
    if (countLost > 0) {
      sums.fill(0, lost);
      occupied[MISSING >> 5]! &= ~(1 << MISSING);
    }
    let [last, kinds] = [-1, 0];
    let [count, w, m] = [0, 0, 0];
    for (let word = 0; word < occupied.length; word++) {
      for (let bits = occupied[word]!; bits !== 0; bits &= bits - 1) {
        const bin = 32 * word + 31 - Math.clz32(bits & -bits);
        if (last >= 0) {
          // A node without missing values sends later ones to the side with more weight.
          const right = countLost > 0 || node.total > 2 * w ? 1 : 0;
          consider(feature, last, bin, right, count, w, m);
          if (countLost > 0)
            consider(feature, last, bin, 0, count + countLost, w + wLost, m + mLost);
        }
        count += sums[3 * bin]!;
        w += sums[3 * bin + 1]!;
        m += sums[3 * bin + 2]!;
        sums[3 * bin] = 0;
        sums[3 * bin + 1] = 0;
        sums[3 * bin + 2] = 0;
        last = bin;
        kinds++;
      }
      occupied[word] = 0;
    }
    if (countLost === 0) return kinds > 1;
    if (last >= 0) consider(feature, MISSING - 1, MISSING, 1, count, w, m);
    return kinds > 0;
  };
};
