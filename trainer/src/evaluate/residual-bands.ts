import type { Engine } from "../engine/engine.js";
import type { Axis, ResidualBand } from "./evaluation.js";
import type { ScoredTable } from "./scored.js";

const MOST = 20;

/** In a smaller band, a single observation would be an outer quantile. */
const LEAST_OBSERVATIONS = 40;

/** Quantiles of the residuals in bands of the prediction: label less answer, or with `log` their ratio. */
export const residualBands = (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
  axis: Axis,
): Promise<ResidualBand[]> => {
  const bands = Math.min(Math.max(Math.floor(observations / LEAST_OBSERVATIONS), 1), MOST);
  const { cast, quantileBetween } = engine.dialect;
  const residuals = [5, 25, 50, 75, 95].map(
    (p) => `${quantileBetween("residual", p / 100)} AS p${p}`,
  );
  return engine.rows(`
    SELECT ${quantileBetween("score", 0.5)} AS predicted, ${residuals.join()}, count(*) AS observations
    FROM (
      SELECT ${cast("score", "double")} AS score, ${cast("label", "double")} ${axis === "log" ? "/" : "-"} score AS residual,
             ntile(${bands}) OVER (ORDER BY score, observation) AS band
      FROM ${scored.name}
    )
    GROUP BY band ORDER BY band`);
};
