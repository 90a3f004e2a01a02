import { double, type Engine } from "../../engine.js";
import { exactSum } from "../../exact-sum.js";
import type { Design } from "./design.js";

/** Derivatives of the negative log-likelihood at some weights, without the ridge. */
export interface Sums {
  /** Xᵀ(p − y). */
  readonly gradient: readonly number[];
  /** XᵀWX, where it was asked for. */
  readonly hessian: readonly (readonly number[])[] | undefined;
}

/**
 * Computes in one query what Newton's method needs at some weights. The gradient alone takes p + 1 sums, the Hessian
 * (p + 1)(p + 2) / 2 more.
 *
 * @param beta the intercept, then one weight a column of the design
 */
export const sumsAt = async (
  engine: Engine,
  { view, rows, largest, largestWeight }: Design,
  beta: readonly number[],
  withHessian: boolean,
): Promise<Sums> => {
  const columns = beta.map((_, i) => (i === 0 ? double(1) : `z${i}`));
  const logit = beta.map((weight, i) => `${double(weight)} * ${columns[i]!}`).join(" + ");
  const mass = rows * largestWeight;

  const gradient = columns.map((column, i) => exactSum(`r * ${column}`, mass * largest[i]!));
  const hessian = withHessian
    ? columns.flatMap((_, i) =>
        columns
          .slice(i)
          .map((column, k) =>
            exactSum(`w${i} * ${column}`, (mass / 4) * largest[i]! * largest[i + k]!),
          ),
      )
    : [];
  const products = withHessian
    ? columns.map((column, i) => `, weight * p * (1 - p) * ${column} AS w${i}`).join("")
    : "";

  const row = await engine.row<Record<string, number>>(`
    SELECT ${[...gradient, ...hessian].map((sum, i) => `${sum} AS s${i}`).join(", ")}
    FROM (
      SELECT *, weight * (p - y) AS r ${products}
      FROM (SELECT *, 1 / (1 + exp(-(${logit}))) AS p FROM ${view})
    )`);
  const values = Object.values(row);
  return {
    gradient: values.slice(0, beta.length),
    hessian: withHessian ? symmetric(values.slice(beta.length), beta.length) : undefined,
  };
};

const symmetric = (upper: readonly number[], size: number): number[][] => {
  const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  let next = 0;
  for (let i = 0; i < size; i++)
    for (let j = i; j < size; j++) matrix[i]![j] = matrix[j]![i] = upper[next++]!;
  return matrix;
};
