import { ENTRIES, type GroundFeature } from "./ground.js";
import type { Mass } from "./mass.js";

/**
 * Makes what puts the categories of a feature in the order in which the best set of them is a stretch from the first on:
 * by gradient over hessian. (Fisher, "On Grouping for Maximum Homogeneity", 1958; Ke et al., "LightGBM", 2017.) What a
 * split gains is convex in the sums of a side, so the best set is cut out by a line through the categories' sums.
 *
 * @param least rows of a node that a category needs to take part
 * @returns what takes a histogram and the bins in order, and tells how many take part
 */
export const categoryOrder = (
  { shift }: Pick<Mass, "shift">,
  least: number,
): ((histogram: Float64Array, feature: GroundFeature, into: Uint8Array) => number) => {
  const ratios = new Float64Array(255);
  return (histogram, { offset, bins }, into) => {
    let known = 0;
    for (let bin = 0; bin < bins; bin++) {
      const at = offset + ENTRIES * bin;
      const hessian = Math.floor(histogram[at + 1]! / shift);
      if (histogram[at + 1]! - hessian * shift < least) continue;
      const ratio = histogram[at]! / hessian;
      let place = known++;
      for (; place > 0 && ratios[place - 1]! > ratio; place--) {
        ratios[place] = ratios[place - 1]!;
        into[place] = into[place - 1]!;
      }
      ratios[place] = ratio;
      into[place] = bin;
    }
    return known;
  };
};
