/** A row of numbers, in which `null` is a missing value, as the array of a scorer. */
export const toRow = (features: readonly (number | null)[]): Float64Array =>
  Float64Array.from(features, (value) => value ?? NaN);
