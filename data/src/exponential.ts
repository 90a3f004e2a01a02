/**
 * e to the power of x, for x from -30 to 30, to about eleven digits.
 *
 * Additions, multiplications and divisions are exactly rounded everywhere, which `Math.exp` is not, so the same bits
 * come out on every machine: a series for a 1024th of x, then ten squarings.
 */
export const exponential = (x: number): number => {
  const small = x / 1024;
  let power = 1;
  for (let term = 7; term > 0; term--) power = 1 + (small * power) / term;
  for (let squaring = 0; squaring < 10; squaring++) power *= power;
  return power;
};
