/** The weight of each row: that of its class where classes have weights, else 1. */
export const rowWeights = (
  target: Float64Array,
  classWeights: "none" | "balanced",
): Float64Array => {
  if (classWeights === "none") return new Float64Array(target.length).fill(1);
  const positives = target.reduce((sum, y) => sum + y, 0);
  const [weight0, weight1] = [
    target.length / (2 * (target.length - positives)),
    target.length / (2 * positives),
  ];
  return target.map((y) => (y === 1 ? weight1 : weight0));
};
