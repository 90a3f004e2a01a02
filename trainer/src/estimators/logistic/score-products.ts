import type { Engine } from "../../engine/engine.js";
import { exactSum } from "../../engine/exact-sum.js";
import { double } from "../../engine/sql.js";
import type { Design } from "./design.js";
import { logitSql } from "./sums.js";
import { UNIT, type Units } from "./units.js";

/**
 * The sum over all units of s · sᵀ, where s is the score of a unit: the sum of w · (p − y) · x over its observations. It says
 * how the gradient would spread from one sample to another.
 *
 * @param beta the intercept, then one weight per feature of standard deviation 1
 */
export const scoreProductsAt = async (
  engine: Engine,
  { relation, rows, scale, largest, largestWeight, weighted }: Design,
  beta: readonly number[],
  units: Units,
): Promise<number[][]> => {
  const bounds = largest.map((bound) => largestWeight * bound);
  const scores = beta.map((_, i) => `r * ${i === 0 ? double(1) : `c${i}`}`);
  const summed =
    units.of === "observations"
      ? scores
      : scores.map((score, i) => exactSum(score, rows * bounds[i]!));
  const pairs = beta.flatMap((_, i) => beta.slice(i).map((__, k) => [i, i + k] as const));
  const products = pairs.map(([i, j]) =>
    exactSum(`s${i} * s${j}`, units.most * rows * bounds[i]! * bounds[j]!),
  );
  const row = await engine.row<Record<string, number>>(`
    SELECT ${products.map((sum, at) => `${sum} AS m${at}`).join(", ")}
    FROM (
      SELECT ${summed.map((sum, i) => `${sum} AS s${i}`).join(", ")}
      FROM (
        SELECT *, ${weighted ? "weight * " : ""}(p - y) AS r
        FROM (SELECT *, 1 / (1 + exp(-(${logitSql(beta, scale)}))) AS p FROM ${relation.name})
      )
      ${units.of === "observations" ? "" : `GROUP BY ${UNIT}`}
    )`);
  const matrix = beta.map(() => beta.map(() => 0));
  pairs.forEach(([i, j], at) => {
    matrix[i]![j] = matrix[j]![i] = row[`m${at}`]! * scale[i]! * scale[j]!;
  });
  return matrix;
};
