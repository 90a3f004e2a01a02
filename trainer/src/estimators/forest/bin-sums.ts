import { MISSING } from "../trees/bins.js";
import type { NodeRows } from "./node.js";

/** Sums over the rows of a node by bin. */
export interface BinSums {
  /**
   * Of each bin: rows, weight, and then the sum of moments with one output, or the weight of each class. All are zero
   * between two features.
   */
  readonly sums: Float64Array;
  /** How many sums a bin has. */
  readonly stride: number;
  /** The bins that have rows, but that of missing values, by rising number. */
  readonly order: Uint8Array;
  /** How many bins `order` has. */
  known: number;
  /** Sums the rows of the node by the codes of a feature. */
  readonly addUp: (codes: Uint8Array) => void;
  readonly clear: () => void;
}

/** Makes room for the sums of a node. */
export const binSums = (node: NodeRows): BinSums => {
  const outputs = node.mean.length;
  const stride = 2 + outputs;
  const sums = new Float64Array(stride * (MISSING + 1));
  // One bit for each bin that has rows. All are zero between two features.
  const occupied = new Int32Array((MISSING + 1) / 32);
  const addRows = outputs === 1 ? addMoments : addClasses;

  const bins: BinSums = {
    sums,
    stride,
    order: new Uint8Array(MISSING),
    known: 0,
    addUp(codes) {
      addRows(node, codes, sums, occupied);
      occupied[MISSING >> 5]! &= ~(1 << MISSING);
      bins.known = 0;
      for (let word = 0; word < occupied.length; word++) {
        for (let bits = occupied[word]!; bits !== 0; bits &= bits - 1)
          bins.order[bins.known++] = 32 * word + 31 - Math.clz32(bits & -bits);
        occupied[word] = 0;
      }
    },
    clear() {
      for (let k = 0; k <= bins.known; k++) {
        const from = stride * (k < bins.known ? bins.order[k]! : MISSING);
        for (let at = from; at < from + stride; at++) sums[at] = 0;
      }
    },
  };
  return bins;
};

const addMoments = (
  { rows, weight, moment, start, end }: NodeRows,
  codes: Uint8Array,
  sums: Float64Array,
  occupied: Int32Array,
): void => {
  for (let i = start; i < end; i++) {
    const bin = codes[rows[i]!]!;
    sums[3 * bin]! += 1;
    sums[3 * bin + 1]! += weight[i]!;
    sums[3 * bin + 2]! += moment[i]!;
    occupied[bin >> 5]! |= 1 << bin;
  }
};

const addClasses = (
  { rows, weight, label, mean, start, end }: NodeRows,
  codes: Uint8Array,
  sums: Float64Array,
  occupied: Int32Array,
): void => {
  const stride = 2 + mean.length;
  for (let i = start; i < end; i++) {
    const bin = codes[rows[i]!]!;
    const w = weight[i]!;
    sums[stride * bin]! += 1;
    sums[stride * bin + 1]! += w;
    sums[stride * bin + 2 + label[i]!]! += w;
    occupied[bin >> 5]! |= 1 << bin;
  }
};
