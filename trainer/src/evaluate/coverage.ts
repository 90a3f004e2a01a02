import { double, type Engine } from "../engine/engine.js";
import type { CoverageDecile, Interval, IntervalCoverage } from "./evaluation.js";
import { wilson } from "./wilson.js";

/**
 * Counts how many labels lie inside the interval around their answers, in all and by decile of the answer.
 *
 * @param scored a table with `observation`, `label` and `score`
 */
export const coverage = async (
  engine: Engine,
  scored: string,
  interval: Interval,
): Promise<IntervalCoverage> => {
  const end = (at: number) => `score ${interval.by === "factor" ? "*" : "+"} ${double(at)}`;
  const counts = await engine.rows<{
    decile: number;
    predicted: number;
    below: number;
    above: number;
    observations: number;
  }>(`
    SELECT decile, quantile_cont(score, 0.5) AS predicted, count(*) AS observations,
           count(*) FILTER (label < ${end(interval.lower)}) AS below,
           count(*) FILTER (label > ${end(interval.upper)}) AS above
    FROM (
      SELECT label::DOUBLE AS label, score::DOUBLE AS score,
             ntile(10) OVER (ORDER BY score, observation) AS decile
      FROM ${scored}
    )
    GROUP BY decile ORDER BY decile`);
  const sum = (count: "below" | "above" | "observations") =>
    counts.reduce((total, row) => total + row[count], 0);
  const [n, below, above] = [sum("observations"), sum("below"), sum("above")];
  return {
    interval,
    inside: (n - below - above) / n,
    below: below / n,
    above: above / n,
    halfWidth: await halfWidth(engine, scored, interval),
    deciles: counts.map((row): CoverageDecile => {
      const inside = row.observations - row.below - row.above;
      const { decile, predicted, observations } = row;
      const share = inside / observations;
      return { decile, predicted, inside: share, ...wilson(inside, observations), observations };
    }),
  };
};

const halfWidth = async (
  engine: Engine,
  scored: string,
  { by, lower, upper }: Interval,
): Promise<IntervalCoverage["halfWidth"]> => {
  const half = (upper - lower) / 2;
  if (by === "difference") return { p10: half, p50: half, p90: half };
  const at = (share: number) => `quantile_cont(score::DOUBLE, ${share}) * ${double(half)}`;
  return engine.row(
    `SELECT ${at(0.1)} AS p10, ${at(0.5)} AS p50, ${at(0.9)} AS p90 FROM ${scored}`,
  );
};
