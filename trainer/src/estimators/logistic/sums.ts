import type { Engine } from "../../engine/engine.js";
import { exactSum } from "../../engine/exact-sum.js";
import { double } from "../../engine/sql.js";
import type { Design } from "./design.js";

/** Derivatives of the negative log-likelihood at some weights, without the ridge. */
export interface Sums {
  /** Xᵀ(p − y). */
  readonly gradient: readonly number[];
  /** XᵀWX; undefined where only the gradient is computed. */
  readonly hessian: readonly (readonly number[])[] | undefined;
}

/**
 * Computes in one query what Newton's method needs at some weights. The gradient alone takes p + 1 sums, the Hessian (p
 * + 1)(p + 2) / 2 more.
 *
 * @param beta the intercept, then one weight per feature of standard deviation 1
 */
export const sumsAt = async (
  engine: Engine,
  { relation, rows, scale, largest, largestWeight, weighted }: Design,
  beta: readonly number[],
  withHessian: boolean,
): Promise<Sums> => {
  const size = beta.length;
  const columns = beta.map((_, i) => (i === 0 ? double(1) : `c${i}`));
  const mass = rows * largestWeight;
  const weight = weighted ? "weight * " : "";

  const pairs = columns.flatMap((_, i) => columns.slice(i).map((__, k) => [i, i + k] as const));
  const gradient = columns.map((column, i) => exactSum(`r * ${column}`, mass * largest[i]!));
  const hessian = withHessian
    ? pairs.map(([i, j]) =>
        exactSum(`w${i} * ${columns[j]!}`, (mass / 4) * largest[i]! * largest[j]!),
      )
    : [];
  const products = withHessian
    ? columns.map((column, i) => `, ${weight}p * (1 - p) * ${column} AS w${i}`).join("")
    : "";

  const row = await engine.row<Record<string, number>>(`
    SELECT ${[...gradient, ...hessian].map((sum, i) => `${sum} AS s${i}`).join(", ")}
    FROM (
      SELECT *, ${weight}(p - y) AS r ${products}
      FROM (SELECT *, 1 / (1 + exp(-(${logitSql(beta, scale)}))) AS p FROM ${relation.name})
    )`);
  const value = (at: number) => row[`s${at}`]!;
  const matrix = beta.map(() => beta.map(() => 0));
  pairs.forEach(([i, j], at) => {
    matrix[i]![j] = matrix[j]![i] = value(size + at) * scale[i]! * scale[j]!;
  });
  return {
    gradient: beta.map((_, i) => value(i) * scale[i]!),
    hessian: withHessian ? matrix : undefined,
  };
};

/** SQL of the log-odds of a row of the design. */
export const logitSql = (beta: readonly number[], scale: readonly number[]): string =>
  beta.map((b, i) => `${double(b * scale[i]!)} * ${i === 0 ? double(1) : `c${i}`}`).join(" + ");
