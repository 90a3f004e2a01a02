import { double } from "./sql.js";

/**
 * SQL for a sum of doubles that has the same bits in whatever order the engine adds, and so with any number of threads.
 * Every term is first rounded to a multiple of one quantum, chosen so that all partial sums are exact: adding and
 * subtracting 1.5 · 2⁵² quanta does the rounding. (Demmel and Nguyen, "Fast Reproducible Floating-Point Summation",
 * ARITH 2013: the pre-rounding method, with one fold.)
 *
 * The error is at most half a quantum for each row. A quantum is 2⁻⁵¹ of the smallest power of two that is not below
 * the bound.
 *
 * @param expression SQL of type DOUBLE
 * @param bound at least the sum of the terms' absolute values
 */
export const exactSum = (expression: string, bound: number): string => {
  const shift = double(roundingShift(bound));
  return `sum(((${expression}) + ${shift}) - ${shift})`;
};

/** What rounds a term of a sum to a multiple of the sum's quantum when it is added and subtracted: 1.5 · 2⁵² quanta. */
export const roundingShift = (bound: number): number => 1.5 * 2 ** 52 * sumQuantum(bound);

/** The quantum of an exact sum. */
export const sumQuantum = (bound: number): number =>
  2 ** (Math.ceil(Math.log2(Math.max(bound, Number.MIN_VALUE * 2 ** 60))) - 51);
