import type { Engine } from "../engine/engine.js";

/**
 * Makes a table with one row a distinct score of a table, best first: `n` observations and `pos` positives at it,
 * `tp` and `fp` counted down to it. All of a ranking's metrics follow from it.
 *
 * @param from a table with `score` and `label`
 */
export const rankScores = (engine: Engine, from: string, into: string): Promise<void> =>
  engine.run(`
    CREATE OR REPLACE TEMP TABLE ${into} AS
    SELECT score, n, pos, sum(pos) OVER down::BIGINT AS tp, sum(n - pos) OVER down::BIGINT AS fp
    FROM (SELECT score, count(*) AS n, sum(label)::BIGINT AS pos FROM ${from} GROUP BY score)
    WINDOW down AS (ORDER BY score DESC ROWS UNBOUNDED PRECEDING)`);
