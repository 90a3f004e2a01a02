import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import type { ErrorDecile } from "./evaluation.js";

/** How far off the answers are, by decile of the answer. */
export const errorDeciles = async (
  engine: Engine,
  scored: string,
  observations: number,
): Promise<ErrorDecile[]> => {
  const { farthest } = await engine.row<{ farthest: number }>(
    `SELECT max(greatest(abs(label::DOUBLE), abs(score), abs(score - label))) AS farthest FROM ${scored}`,
  );
  const mean = (column: string) => `${exactSum(column, observations * farthest)} / count(*)`;
  return engine.rows(`
    SELECT decile, ${mean("score")} AS predicted, ${mean("label")} AS actual,
           ${mean("abs(score - label)")} AS mae, ${mean("score - label")} AS bias, count(*) AS observations
    FROM (
      SELECT label::DOUBLE AS label, score::DOUBLE AS score,
             ntile(10) OVER (ORDER BY score, observation) AS decile
      FROM ${scored}
    )
    GROUP BY decile ORDER BY decile`);
};
