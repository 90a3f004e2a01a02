import type { Known } from "./figure.js";

/**
 * The ROC-AUC that probabilities promise, if each comes true as often as it says: the probability that, of two rows, the one
 * which turns out positive scores above the one which turns out negative, ties counted half. A row is paired with itself too,
 * as in confidence-based performance estimation, whose figure this is. Its error is that of a ratio of sums over pairs, by
 * what each row adds to them (Hájek's projection; van der Vaart, "Asymptotic Statistics", 1998, chapter 11).
 *
 * @param sorted probabilities, lowest first
 */
export const expectedArea = (sorted: Float64Array): Known => {
  const positives = sorted.reduce((sum, p) => sum + p, 0);
  const negatives = sorted.reduce((sum, p) => sum + (1 - p), 0);
  let area = 0;
  eachTie(sorted, ({ p, rows, negativesBelow }) => {
    area += rows * p * (negativesBelow + (rows * (1 - p)) / 2);
  });
  const value = area / (positives * negatives);
  let squares = 0;
  eachTie(sorted, ({ p, rows, negativesBelow, positivesBelow }) => {
    const below = (negativesBelow + (rows * (1 - p)) / 2) / negatives;
    const above = (positives - positivesBelow - (rows * p) / 2) / positives;
    const moved = (p * (below - value)) / positives + ((1 - p) * (above - value)) / negatives;
    squares += rows * moved * moved;
  });
  return { value, deviation: Math.sqrt(squares) };
};

/** Rows of one probability, and what is expected below them. */
interface Tie {
  readonly p: number;
  readonly rows: number;
  readonly positivesBelow: number;
  readonly negativesBelow: number;
}

const eachTie = (sorted: Float64Array, take: (tie: Tie) => void): void => {
  let positivesBelow = 0;
  let negativesBelow = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const p = sorted[from]!;
    while (to < sorted.length && sorted[to] === p) to++;
    const rows = to - from;
    take({ p, rows, positivesBelow, negativesBelow });
    positivesBelow += rows * p;
    negativesBelow += rows * (1 - p);
  }
};
