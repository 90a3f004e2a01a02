/** The weight of each row: that of its class where classes have weights, else 1. */
export const rowWeights = (
  { target, classes }: { readonly target: Float64Array; readonly classes: number },
  classWeights: "none" | "balanced" | undefined,
): Float64Array => {
  if (classWeights !== "balanced") return new Float64Array(target.length).fill(1);
  const rows = new Float64Array(classes);
  for (const y of target) rows[y]! += 1;
  const weights = rows.map((count) => target.length / (classes * count));
  return target.map((y) => weights[y]!);
};
