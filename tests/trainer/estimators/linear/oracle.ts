import { standardise, type Row } from "../rows.js";

/**
 * The ridge regression on standardised features by its normal equations, in plain loops.
 *
 * @returns intercept first
 */
export const plainFit = (
  rows: readonly Row[],
  ridge: number,
): { readonly beta: readonly number[]; readonly standardErrors: readonly number[] } => {
  const z = standardise(rows);
  const size = z[0]!.length;
  const normal = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => {
      const sum = z.reduce((total, row) => total + row[i]! * row[j]!, 0);
      return i === j && i > 0 ? sum + ridge : sum;
    }),
  );
  const right = Array.from({ length: size }, (_, i) =>
    z.reduce((total, row, n) => total + row[i]! * rows[n]!.y, 0),
  );
  const beta = eliminate(normal, right);
  const squares = z.reduce((total, row, n) => {
    const answer = row.reduce((sum, value, i) => sum + value * beta[i]!, 0);
    return total + (rows[n]!.y - answer) ** 2;
  }, 0);
  const variance = squares / (rows.length - size);
  const unit = (at: number) => right.map((_, i) => Number(i === at));
  return {
    beta,
    standardErrors: beta.map((_, i) => Math.sqrt(variance * eliminate(normal, unit(i))[i]!)),
  };
};

/** Solves by elimination with pivoting. */
const eliminate = (matrix: readonly (readonly number[])[], right: readonly number[]): number[] => {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  rows.forEach((_, at) => {
    const rest = rows.slice(at);
    const largest = rest.reduce((a, b) => (Math.abs(b[at]!) > Math.abs(a[at]!) ? b : a));
    rows[rows.indexOf(largest)] = rows[at]!;
    rows[at] = largest;
    rows.forEach((row, i) => {
      if (i === at) return;
      const times = row[at]! / largest[at]!;
      rows[i] = row.map((value, j) => value - times * largest[j]!);
    });
  });
  return rows.map((row, i) => row.at(-1)! / row[i]!);
};
