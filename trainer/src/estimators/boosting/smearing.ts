import type { BoostingData } from "./options.js";

/**
 * The mean of the exponentials of the errors, of the rows that are held out where there are some: the others know what
 * they were learned from. (Duan, "Smearing Estimate", 1983.)
 *
 * @param sums what the model adds up for each row
 */
export const smearing = (
  { target, heldOut }: Pick<BoostingData, "target" | "heldOut">,
  sums: Float64Array,
): number => {
  const side = heldOut.includes(1) ? 1 : 0;
  let [sum, count] = [0, 0];
  heldOut.forEach((held, row) => {
    if (held !== side) return;
    sum += Math.exp(target[row]! - sums[row]!);
    count++;
  });
  return sum / count;
};
