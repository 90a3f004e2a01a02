import type { Engine } from "../../engine/engine.js";
import { double, identifier } from "../../engine/sql.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import type { DraftFeature } from "./draft.js";
import type { Labels } from "./labels.js";

/** What is known of a feature that is measured. */
export type Measured = Pick<DraftFeature, "name" | "type">;

/** Rows that each value of a category has on average, at least, for it to decide anything. */
const REPEATS = 5;

/** In fewer rows everything may decide by chance. */
const LEAST = 20;

/** How far from a straight line rounding takes a label, as a share of all labels' width. */
const ROUNDING = 1e-9;

/** Whether a feature has an order. */
export const isOrdered = ({ type }: Measured): boolean => type === "number" || type === "integer";

/**
 * Whether the target of every row follows from a feature: each category has one label, the classes divide a number
 * into as many intervals, or a number and the target are on a straight line.
 */
export const decides = async (
  engine: Engine,
  { name: table }: ObservationTable,
  task: "classification" | "regression",
  feature: Measured,
  { rows, distinct, least, most }: Labels,
): Promise<boolean> => {
  if (rows < LEAST) return false;
  const { dialect } = engine;
  const value = identifier(feature.name);
  const label = dialect.cast("label", "double");
  if (task === "regression" && isOrdered(feature)) {
    const number = dialect.cast(value, "double");
    const [low, high] = [`min_by(${label}, ${number})`, `max_by(${label}, ${number})`];
    const ends = await engine.row<Ends>(`
      SELECT count(${value}) AS known, min(${number}) AS "from", max(${number}) AS "to", ${low} AS low, ${high} AS high
      FROM ${table}`);
    if (ends.known < rows || ends.from === ends.to) return false;
    const slope = (ends.high! - ends.low!) / (ends.to! - ends.from!);
    if (!Number.isFinite(slope)) return false;
    const line = `${double(ends.low!)} + ${double(slope)} * (${number} - ${double(ends.from!)})`;
    const { farthest } = await engine.row<{ farthest: number }>(
      `SELECT max(abs(${label} - (${line}))) AS farthest FROM ${table}`,
    );
    return farthest <= ROUNDING * (most - least);
  }
  const grouped = `SELECT ${value} AS value, min(${label}) AS low, max(${label}) AS high FROM ${table} GROUP BY ${value}`;
  const found = await engine.row<{ values: number; mixed: number; runs: number }>(`
    SELECT count(*) AS "values", count(CASE WHEN low <> high THEN 1 END) AS mixed,
           count(CASE WHEN low IS DISTINCT FROM before THEN 1 END) AS runs
    FROM (SELECT low, high, lag(low) OVER (ORDER BY value) AS before FROM (${grouped}) AS grouped) AS ordered`);
  if (found.mixed > 0) return false;
  if (!isOrdered(feature)) return found.values * REPEATS <= rows;
  return found.runs <= distinct;
};

interface Ends {
  readonly known: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly low: number | null;
  readonly high: number | null;
}
