import { addTimes } from "../column-loops.js";

/** Rows that are summed at once, in memory that is used again. */
export interface Block {
  readonly size: number;
  rows: number;
  /** By column, the constant first. */
  readonly x: readonly Float64Array[];
  /** By class. */
  readonly p: readonly Float64Array[];
  readonly both: Float64Array;
  readonly own: Float64Array;
}

/** Makes room for a block. */
export const blockOf = (size: number, width: number, classes: number): Block => {
  const columns = (count: number) => Array.from({ length: count }, () => new Float64Array(size));
  const [both, own] = [new Float64Array(size), new Float64Array(size)];
  return { size, rows: size, x: columns(width), p: columns(classes), both, own };
};

/** Computes the probabilities of the classes from the columns. */
export const setProbabilities = (
  { rows, x, p }: Block,
  beta: readonly (readonly number[])[],
): void => {
  p.forEach((sum, k) => {
    sum.fill(beta[k]![0]!);
    for (let i = 1; i < x.length; i++) addTimes(sum, beta[k]![i]!, x[i]!, rows);
  });
  for (let row = 0; row < rows; row++) {
    let most = -Infinity;
    for (let k = 0; k < p.length; k++) most = Math.max(most, p[k]![row]!);
    let total = 0;
    for (let k = 0; k < p.length; k++) total += p[k]![row] = Math.exp(p[k]![row]! - most);
    for (let k = 0; k < p.length; k++) p[k]![row] = p[k]![row]! / total;
  }
};
