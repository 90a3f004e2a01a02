import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import type { ErrorDecile } from "./evaluation.js";
import type { ScoredTable } from "./scored.js";

/** How far off the answers are, by decile of the answer. */
export const errorDeciles = async (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
): Promise<ErrorDecile[]> => {
  const { cast } = engine.dialect;
  const label = cast("label", "double");
  const { farthest } = await engine.row<{ farthest: number }>(
    `SELECT max(greatest(abs(${label}), abs(score), abs(score - label))) AS farthest FROM ${scored.name}`,
  );
  const mean = (column: string) => `${exactSum(column, observations * farthest)} / count(*)`;
  return engine.rows(`
    SELECT decile, ${mean("score")} AS predicted, ${mean("label")} AS actual,
           ${mean("abs(score - label)")} AS mae, ${mean("score - label")} AS bias, count(*) AS observations
    FROM (
      SELECT ${label} AS label, ${cast("score", "double")} AS score,
             ntile(10) OVER (ORDER BY score, observation) AS decile
      FROM ${scored.name}
    )
    GROUP BY decile ORDER BY decile`);
};
