import jstat from "jstat";

import type { Tested } from "./kolmogorov.js";

/** A test by chi-square. */
export interface ChiSquare extends Tested {
  readonly degrees: number;
}

/** Expected counts below this are pooled, since the distribution of the statistic is only about chi-square. */
const LEAST_EXPECTED = 5;

/**
 * Pearson's test that two samples, counted by the same names, come from one distribution. Names that are expected fewer than
 * five times in either sample are counted together. (Cochran, "Some Methods for Strengthening the Common χ² Tests", 1954.)
 */
export const chiSquare = (then: readonly number[], now: readonly number[]): ChiSquare => {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const [n, m] = [sum(then), sum(now)];
  if (n === 0 || m === 0) return { statistic: 0, degrees: 0, p: 1 };
  const smaller = Math.min(n, m) / (n + m);
  const cells = pooled(
    then.map((count, i) => [count, now[i]!] as const),
    ([a, b]) => (a + b) * smaller,
  );
  const statistic = cells.reduce((total, [a, b]) => {
    const all = a + b;
    const [first, second] = [(all * n) / (n + m), (all * m) / (n + m)];
    return total + (a - first) ** 2 / first + (b - second) ** 2 / second;
  }, 0);
  const degrees = cells.length - 1;
  if (degrees < 1) return { statistic: 0, degrees: 0, p: 1 };
  return { statistic, degrees, p: chiSquareTail(statistic, degrees) };
};

/** How often a chi-square with so many degrees of freedom exceeds a value. */
export const chiSquareTail = (x: number, degrees: number): number =>
  Math.min(1, Math.max(0, 1 - jstat.jStat.chisquare.cdf(x, degrees)));

type Cell = readonly [number, number];

/** Cells that are expected often enough; the others are one cell, with the rarest of these where it needs that. */
const pooled = (cells: readonly Cell[], expected: (cell: Cell) => number): Cell[] => {
  const present = cells.filter(([a, b]) => a + b > 0);
  const large = present
    .filter((cell) => expected(cell) >= LEAST_EXPECTED)
    .toSorted((a, b) => expected(a) - expected(b));
  let rest = added(present.filter((cell) => expected(cell) < LEAST_EXPECTED));
  if (rest[0] + rest[1] === 0) return large;
  while (expected(rest) < LEAST_EXPECTED && large.length > 0) rest = added([rest, large.shift()!]);
  return [...large, rest];
};

const added = (cells: readonly Cell[]): Cell =>
  cells.reduce<Cell>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
