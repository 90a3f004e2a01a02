import { inverse, Matrix } from "ml-matrix";

import { penalised, type Objective, type Optimum } from "./newton.js";

/**
 * The covariance of the weights at the optimum. Where observations are independent and weigh the same, it is the inverse
 * Hessian. Else it is the sandwich H⁻¹ · M · H⁻¹, M being the sum over the units of the products of their scores. (Huber, "The
 * Behavior of Maximum Likelihood Estimates under Nonstandard Conditions", 1967; by entity: Liang and Zeger, "Longitudinal
 * Data Analysis Using Generalized Linear Models", 1986.)
 */
export const covarianceOf = async (
  { penalties, sums, scoreProducts }: Objective,
  { beta, hessian }: Optimum,
): Promise<Matrix> => {
  if (scoreProducts === undefined) return inverted(hessian);
  const there = penalised(beta, penalties, await sums(beta, true));
  const bread = inverted(there.hessian!);
  return bread.mmul(new Matrix(await scoreProducts(beta))).mmul(bread);
};

const inverted = (matrix: readonly (readonly number[])[]): Matrix =>
  inverse(new Matrix(matrix.map((row) => [...row])));
