import { Matrix, solve } from "ml-matrix";

/** Rows of a logistic regression in plain loops. */
export interface PlainRows {
  /** Standardised features behind a column of ones. */
  readonly z: readonly (readonly number[])[];
  readonly labels: Float64Array;
  /** How often each row counts. */
  readonly times: Float64Array;
}

/** How plain rows are fitted. */
export interface PlainOptions {
  readonly ridge: number;
  readonly balanced: boolean;
  readonly start: readonly number[];
}

/** The optimum by Newton's method in plain loops, to hold fits of the product against. */
export const plainLogistic = (
  rows: PlainRows,
  { ridge, balanced, start }: PlainOptions,
): readonly number[] => {
  const weights = balanced ? balancedWeights(rows) : [1, 1];
  let beta = start;
  for (let pass = 0; pass < 30; pass++) {
    const { gradient, hessian } = derivatives(rows, beta, weights);
    for (let i = 1; i < beta.length; i++) {
      gradient[i] = gradient[i]! + ridge * beta[i]!;
      hessian.set(i, i, hessian.get(i, i) + ridge);
    }
    const step = solve(hessian, Matrix.columnVector(gradient)).to1DArray();
    beta = beta.map((b, i) => b - step[i]!);
    if (Math.max(...step.map(Math.abs)) < 1e-6) return beta;
  }
  throw new Error("The plain logistic regression does not converge");
};

const balancedWeights = ({ labels, times }: PlainRows): readonly number[] => {
  const counts = [0, 0];
  labels.forEach((y, row) => (counts[y] = counts[y]! + times[row]!));
  return counts.map((count) => (counts[0]! + counts[1]!) / (2 * count));
};

const derivatives = (
  { z, labels, times }: PlainRows,
  beta: readonly number[],
  weights: readonly number[],
): { readonly gradient: number[]; readonly hessian: Matrix } => {
  const gradient = beta.map(() => 0);
  const sums = beta.map(() => new Float64Array(beta.length));
  z.forEach((x, row) => {
    if (times[row] === 0) return;
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += beta[i]! * x[i]!;
    const p = 1 / (1 + Math.exp(-sum));
    const weight = weights[labels[row]!]! * times[row]!;
    const [error, curve] = [weight * (p - labels[row]!), weight * p * (1 - p)];
    for (let i = 0; i < x.length; i++) {
      gradient[i] = gradient[i]! + error * x[i]!;
      const own = sums[i]!;
      for (let j = 0; j <= i; j++) own[j] = own[j]! + curve * x[i]! * x[j]!;
    }
  });
  const hessian = new Matrix(
    beta.map((_, i) => beta.map((__, j) => sums[Math.max(i, j)]![Math.min(i, j)]!)),
  );
  return { gradient, hessian };
};
