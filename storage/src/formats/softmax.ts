/**
 * Turns the sums of the classes, the first `outputs` entries of an array, into probabilities in place: each is proportional
 * to the exponential of its sum.
 */
export const softmax = (sums: Float64Array, outputs: number): void => {
  let most = -Infinity;
  for (let at = 0; at < outputs; at++) most = Math.max(most, sums[at]!);
  let total = 0;
  for (let at = 0; at < outputs; at++) total += sums[at] = Math.exp(sums[at]! - most);
  for (let at = 0; at < outputs; at++) sums[at] = sums[at]! / total;
};
