import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import type { CalibrationBin } from "./evaluation.js";
import { wilson } from "./wilson.js";

/** Predicted against observed by decile of the score. */
export const calibration = async (
  engine: Engine,
  scored: string,
  observations: number,
): Promise<CalibrationBin[]> => {
  const bins = await engine.rows<{ bin: number; total: number; n: number; pos: number }>(`
    SELECT bin, ${exactSum("score", observations)} AS total, count(*) AS n, sum(label)::BIGINT AS pos
    FROM (SELECT score, label, ntile(10) OVER (ORDER BY score, observation) AS bin FROM ${scored})
    GROUP BY bin ORDER BY bin`);
  return bins.map(({ bin, total, n, pos }) => ({
    bin,
    predicted: total / n,
    observed: pos / n,
    ...wilson(pos, n),
    observations: n,
  }));
};
