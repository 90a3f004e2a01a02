import type { Engine } from "../engine/engine.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { daySql } from "./day.js";

/**
 * Days on which there are observations, spread over the time before the cut-off, each as YYYY-MM-DD.
 *
 * @param count at most so many days
 */
export const daysOf = async (
  engine: Engine,
  { name }: ObservationTable,
  asOf: string,
  count: number,
): Promise<readonly string[]> => {
  const { cast, quantiles, item } = engine.dialect;
  const shares = Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));
  const days = shares.map((_, i) => `${cast(item("cuts", i), "text")} AS day${i}`);
  const found = await engine.row<Record<string, string | null>>(`
    SELECT ${days.join(", ")}
    FROM (SELECT ${quantiles("observed_at", shares)} AS cuts FROM ${name}
          WHERE observed_at < ${daySql(asOf)})`);
  return [...new Set(Object.values(found))].filter((day) => day !== null);
};

/** The day with the most observations before the cut-off, as YYYY-MM-DD; undefined when there is none. */
export const busiestDay = async (
  engine: Engine,
  { name }: ObservationTable,
  asOf: string,
): Promise<string | undefined> => {
  const { cast } = engine.dialect;
  const [found] = await engine.rows<{ day: string }>(`
    SELECT ${cast("observed_at", "text")} AS day FROM ${name} WHERE observed_at < ${daySql(asOf)}
    GROUP BY observed_at ORDER BY count(*) DESC, observed_at LIMIT 1`);
  return found?.day;
};
