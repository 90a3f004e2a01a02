import { double, type Engine } from "../engine/engine.js";
import type { Axis, Density } from "./evaluation.js";

const BINS = 30;

/** Share of the numbers that lies beyond the grid at each end, so that no outlier stretches it. */
const BEYOND = 0.002;

/** Counts observations by answer and label on a grid of squares, in equal steps of the axis. */
export const density = async (engine: Engine, scored: string, axis: Axis): Promise<Density> => {
  const placed = (column: string) =>
    axis === "log" ? `log10(${column}::DOUBLE)` : `${column}::DOUBLE`;
  const { low, high } = await engine.row<{ low: number; high: number }>(`
    SELECT quantile_disc(place, ${BEYOND}) AS low, quantile_disc(place, ${1 - BEYOND}) AS high
    FROM (SELECT ${placed("label")} AS place FROM ${scored} UNION ALL SELECT ${placed("score")} FROM ${scored})`);
  const width = (high - low) / BINS || 1;
  const bin = (column: string) =>
    `least(greatest(floor((${placed(column)} - ${double(low)}) / ${double(width)}), 0), ${BINS - 1})::INTEGER`;
  const edge = (i: number) => (axis === "log" ? 10 ** (low + i * width) : low + i * width);
  return {
    edges: Array.from({ length: BINS + 1 }, (_, i) => edge(i)),
    cells: await engine.rows(`
      SELECT ${bin("score")} AS predicted, ${bin("label")} AS actual, count(*) AS observations
      FROM ${scored} GROUP BY ALL ORDER BY ALL`),
  };
};
