import type { Engine } from "../engine/engine.js";
import { quantilesOf } from "../engine/quantiles-of.js";
import { double } from "../engine/sql.js";
import type { Axis, Density } from "./evaluation.js";
import type { ScoredTable } from "./scored.js";

const BINS = 30;

/** Share of the numbers beyond the grid at each end, so that no outlier stretches it. */
const BEYOND = 0.002;

/** Counts observations by answer and label on a grid of squares, in equal steps of the axis. */
export const density = async (
  engine: Engine,
  scored: ScoredTable,
  axis: Axis,
): Promise<Density> => {
  const { cast } = engine.dialect;
  const placed = (column: string) => {
    const value = cast(column, "double");
    return axis === "log" ? `log10(${value})` : value;
  };
  const [low = NaN, high = NaN] = await quantilesOf(
    engine,
    "place",
    [BEYOND, 1 - BEYOND],
    `(SELECT ${placed("label")} AS place FROM ${scored.name} UNION ALL SELECT ${placed("score")} FROM ${scored.name})`,
  );
  const width = (high - low) / BINS || 1;
  const bin = (column: string) =>
    cast(
      `least(greatest(floor((${placed(column)} - ${double(low)}) / ${double(width)}), 0), ${BINS - 1})`,
      "integer",
    );
  const edge = (i: number) => (axis === "log" ? 10 ** (low + i * width) : low + i * width);
  return {
    edges: Array.from({ length: BINS + 1 }, (_, i) => edge(i)),
    cells: await engine.rows(`
      SELECT ${bin("score")} AS predicted, ${bin("label")} AS actual, count(*) AS observations
      FROM ${scored.name} GROUP BY 1, 2 ORDER BY 1, 2, 3`),
  };
};
