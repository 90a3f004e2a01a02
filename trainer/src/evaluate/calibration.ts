import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import type { CalibrationBin } from "./evaluation.js";
import { wilson } from "./wilson.js";
import type { ScoredTable } from "./scored.js";

/** Predicted against observed by decile of the score. */
export const calibration = async (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
): Promise<CalibrationBin[]> => {
  const bins = await engine.rows<{ bin: number; total: number; n: number; pos: number }>(`
    SELECT bin, ${exactSum("score", observations)} AS total, count(*) AS n, ${engine.dialect.cast("sum(label)", "bigint")} AS pos
    FROM (SELECT score, label, ntile(10) OVER (ORDER BY score, observation) AS bin FROM ${scored.name})
    GROUP BY bin ORDER BY bin`);
  return bins.map(({ bin, total, n, pos }) => ({
    bin,
    predicted: total / n,
    observed: pos / n,
    ...wilson(pos, n),
    observations: n,
  }));
};
