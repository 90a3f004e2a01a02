import type { Engine } from "../engine/engine.js";
import type { Interval } from "./evaluation.js";
import type { ScoredTable } from "./scored.js";

/**
 * The interval around an answer that holds the label about as often as `level` says, with equal tails: the ⌊(n + 1) (1
 * − level) / 2⌋-th smallest and as many-th largest residual of n. If later residuals are exchangeable with these, at
 * least `level` of them is inside on average. Residuals of several folds are so only nearly, so `coverage` measures it.
 * (Split conformal prediction with signed errors: Linusson, Johansson and Löfström, "Signed-Error Conformal
 * Regression", PAKDD 2014; from folds: Vovk, "Cross-conformal predictors", 2015.)
 *
 * @param scored scored by models that did not learn from the row
 * @param by whether labels are compared with answers by their ratio or by their difference
 * @returns undefined when there are too few rows for such a level, a ratio to an answer that is not positive, or an end
 * that is not finite
 */
export const predictionInterval = async (
  engine: Engine,
  scored: ScoredTable,
  level: number,
  by: Interval["by"],
): Promise<Interval | undefined> => {
  const { n, lowest } = await engine.row<{ n: number; lowest: number | null }>(
    `SELECT count(*) AS n, min(score) AS lowest FROM ${scored.name}`,
  );
  // A level such as 0.9 is not exact in binary, and must not lose its rank to rounding.
  const rank = Math.floor(((n + 1) * (1 - level)) / 2 + 1e-9);
  if (rank < 1 || lowest === null || (by === "factor" && lowest <= 0)) return undefined;
  const { lower, upper } = await engine.row<{ lower: number; upper: number }>(`
    SELECT min(residual) FILTER (WHERE place = ${rank}) AS lower,
           min(residual) FILTER (WHERE place = ${n + 1 - rank}) AS upper
    FROM (SELECT residual, row_number() OVER (ORDER BY residual) AS place
          FROM (SELECT ${engine.dialect.cast("label", "double")} ${by === "factor" ? "/" : "-"} score AS residual FROM ${scored.name}))`);
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return undefined;
  return { level, by, lower, upper };
};
