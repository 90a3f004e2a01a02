import { endsOf } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { CoverageDecile, Interval, IntervalCoverage } from "./evaluation.js";
import { endsSql } from "./interval-sql.js";
import { wilson } from "./wilson.js";
import type { ScoredTable } from "./scored.js";

/**
 * Counts how many labels lie inside the interval around their answers, in all and by decile of the answer.
 */
export const coverage = async (
  engine: Engine,
  scored: ScoredTable,
  interval: Interval,
): Promise<IntervalCoverage> => {
  const { cast, quantileBetween } = engine.dialect;
  const [from, to] = endsSql("score", interval);
  const counts = await engine.rows<{
    decile: number;
    predicted: number;
    below: number;
    above: number;
    observations: number;
  }>(`
    SELECT decile, ${quantileBetween("score", 0.5)} AS predicted, count(*) AS observations,
           count(*) FILTER (WHERE label < ${from}) AS below,
           count(*) FILTER (WHERE label > ${to}) AS above
    FROM (
      SELECT ${cast("label", "double")} AS label, ${cast("score", "double")} AS score,
             ntile(10) OVER (ORDER BY score, observation) AS decile
      FROM ${scored.name}
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
  scored: ScoredTable,
  interval: Interval,
): Promise<IntervalCoverage["halfWidth"]> => {
  const { cast, quantileBetween } = engine.dialect;
  const at = (share: number) => quantileBetween(cast("score", "double"), share);
  const { p10, p50, p90 } = await engine.row<IntervalCoverage["halfWidth"]>(
    `SELECT ${at(0.1)} AS p10, ${at(0.5)} AS p50, ${at(0.9)} AS p90 FROM ${scored.name}`,
  );
  const ends = endsOf(interval);
  const half = (answer: number): number => {
    const [from, to] = ends(answer);
    return (to - from) / 2;
  };
  return { p10: half(p10), p50: half(p50), p90: half(p90) };
};
