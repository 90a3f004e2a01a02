import type { ForestData, ForestOptions } from "./options.js";

/** The weight of each row: its own, times that of its class where classes have weights. */
export const rowWeights = (
  { target, weights }: Pick<ForestData, "target" | "weights">,
  classWeights: ForestOptions["classWeights"],
): Float64Array => {
  const own = weights?.slice() ?? new Float64Array(target.length).fill(1);
  if (classWeights === "none") return own;
  const positives = target.reduce((sum, y) => sum + y, 0);
  const [weight0, weight1] = [
    target.length / (2 * (target.length - positives)),
    target.length / (2 * positives),
  ];
  return own.map((weight, row) => weight * (target[row] === 1 ? weight1 : weight0));
};
