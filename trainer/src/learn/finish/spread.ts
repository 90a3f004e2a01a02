/** The mean of values and their deviation, by which they are standardised; undefined where they are all alike. */
export const scaleOf = (
  values: Float64Array,
): { readonly middle: number; readonly deviation: number } | undefined => {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const deviation = Math.sqrt(squares / values.length);
  return deviation > 0 && Number.isFinite(deviation) ? { middle, deviation } : undefined;
};
