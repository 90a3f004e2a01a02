import { MISSING } from "../trees/bins.js";
import type { BinSums } from "./bin-sums.js";

/**
 * Makes what puts the bins that have rows in the order of their mean target, or of the share of a class. The best set of
 * bins for a number and for two classes is a stretch of that order from the first on. (Fisher, "On Grouping for Maximum
 * Homogeneity", 1958; Breiman et al., "Classification and Regression Trees", 1984, section 9.4.) For several classes the
 * order by the share of one finds the best set that tells this class from the others.
 *
 * @returns what takes the number of an output and writes the order
 */
export const shareOrder = (bins: BinSums): ((output: number, into: Uint8Array) => void) => {
  const { sums, stride, order } = bins;
  const shares = new Float64Array(MISSING);
  return (output, into) => {
    for (let k = 0; k < bins.known; k++) {
      const bin = order[k]!;
      const share = sums[stride * bin + 2 + output]! / sums[stride * bin + 1]!;
      let place = k;
      for (; place > 0 && shares[place - 1]! > share; place--) {
        shares[place] = shares[place - 1]!;
        into[place] = into[place - 1]!;
      }
      shares[place] = share;
      into[place] = bin;
    }
  };
};
