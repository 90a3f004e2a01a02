// Each loop over rows is a small function that the compiler keeps.

/** Writes a column times a number. */
export const scaled = (into: Float64Array, a: Float64Array, factor: number, rows: number): void => {
  for (let row = 0; row < rows; row++) into[row] = a[row]! * factor;
};

/** Writes the product of two columns, row by row. */
export const multiply = (
  into: Float64Array,
  a: Float64Array,
  b: Float64Array,
  rows: number,
): void => {
  for (let row = 0; row < rows; row++) into[row] = a[row]! * b[row]!;
};

/** Adds a column times a number. */
export const addTimes = (
  into: Float64Array,
  factor: number,
  a: Float64Array,
  rows: number,
): void => {
  for (let row = 0; row < rows; row++) into[row] = into[row]! + factor * a[row]!;
};

/**
 * The sum of the products of two columns, each rounded so that the sum is exact. Two sums at once keep the processor busy.
 *
 * @param shift of `roundingShift`
 */
export const roundedProduct = (
  a: Float64Array,
  b: Float64Array,
  rows: number,
  shift: number,
): number => {
  let [even, odd] = [0, 0];
  for (let row = 1; row < rows; row += 2) {
    even += a[row - 1]! * b[row - 1]! + shift - shift;
    odd += a[row]! * b[row]! + shift - shift;
  }
  if (rows % 2 === 1) even += a[rows - 1]! * b[rows - 1]! + shift - shift;
  return even + odd;
};
