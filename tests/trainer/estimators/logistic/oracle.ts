import { inverse, Matrix, solve } from "ml-matrix";

import { standardise } from "../rows.js";
import type { LabelledRow } from "./data.js";

/** A logistic regression on standardised features. */
export interface PlainFit {
  readonly beta: readonly number[];
  /** From the inverse Hessian. */
  readonly standardErrors: readonly number[];
  /** From the scores of the entities. */
  readonly scoreErrors: readonly number[];
}

/** The optimum of a logistic regression, by Newton's method in plain loops. */
export const plainFit = (
  rows: readonly LabelledRow[],
  ridge: number,
  classWeights: readonly [number, number] = [1, 1],
): PlainFit => {
  const z = standardise(rows);
  const size = z[0]!.length;
  let beta = Array.from({ length: size }, () => 0);
  let hessian = Matrix.zeros(size, size);
  for (let iteration = 0; iteration < 25; iteration++) {
    const gradient = Matrix.zeros(size, 1);
    hessian = Matrix.zeros(size, size);
    z.forEach((row, n) => {
      const logit = row.reduce((sum, value, i) => sum + value * beta[i]!, 0);
      const p = 1 / (1 + Math.exp(-logit));
      const { y } = rows[n]!;
      const weight = classWeights[y];
      for (let i = 0; i < size; i++) {
        gradient.set(i, 0, gradient.get(i, 0) + weight * (p - y) * row[i]!);
        for (let j = 0; j < size; j++)
          hessian.set(i, j, hessian.get(i, j) + weight * p * (1 - p) * row[i]! * row[j]!);
      }
    });
    for (let i = 1; i < size; i++) {
      gradient.set(i, 0, gradient.get(i, 0) + ridge * beta[i]!);
      hessian.set(i, i, hessian.get(i, i) + ridge);
    }
    const step = solve(hessian, gradient).to1DArray();
    beta = beta.map((b, i) => b - step[i]!);
  }
  const covariance = inverse(hessian);
  const sandwich = covariance.mmul(scoreProducts(rows, z, beta, classWeights)).mmul(covariance);
  const roots = (matrix: Matrix) => beta.map((_, i) => Math.sqrt(matrix.get(i, i)));
  return { beta, standardErrors: roots(covariance), scoreErrors: roots(sandwich) };
};

const scoreProducts = (
  rows: readonly LabelledRow[],
  z: readonly (readonly number[])[],
  beta: readonly number[],
  classWeights: readonly [number, number],
): Matrix => {
  const scores = new Map<number, number[]>();
  rows.forEach(({ y, entity }, n) => {
    const p = 1 / (1 + Math.exp(-z[n]!.reduce((sum, x, i) => sum + x * beta[i]!, 0)));
    const own = scores.get(entity ?? n) ?? beta.map(() => 0);
    scores.set(
      entity ?? n,
      own.map((sum, i) => sum + classWeights[y] * (p - y) * z[n]![i]!),
    );
  });
  const products = Matrix.zeros(beta.length, beta.length);
  for (const score of scores.values())
    products.add(Matrix.columnVector(score).mmul(Matrix.rowVector(score)));
  return products;
};
