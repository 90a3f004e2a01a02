import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import type { ScoredTable } from "./scored.js";

/**
 * One row for each distinct score, best first: `n` observations and `pos` positives at it, `tp` and `fp` counted down
 * to it. All metrics of a ranking follow from it.
 */
export type Ranking = Relation<"score" | "n" | "pos" | "tp" | "fp">;

/** Makes the ranking of scored observations, as a table. */
export const rankScores = (engine: Engine, { name }: ScoredTable): Promise<Ranking> => {
  const { cast } = engine.dialect;
  return engine.table(`
    SELECT score, n, pos, ${cast("sum(pos) OVER down", "bigint")} AS tp,
           ${cast("sum(n - pos) OVER down", "bigint")} AS fp
    FROM (SELECT score, count(*) AS n, ${cast("sum(label)", "bigint")} AS pos FROM ${name} GROUP BY score)
    WINDOW down AS (ORDER BY score DESC ROWS UNBOUNDED PRECEDING)`);
};
