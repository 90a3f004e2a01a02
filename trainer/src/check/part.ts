import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import type { ModelDefinition } from "../model/model.js";
import { dayOf } from "./day.js";

/** The part of the events that is looked at. */
export interface Part {
  /** The day before which they happened, as YYYY-MM-DD; undefined: all. */
  readonly end: string | undefined;
  /** Of so many of these events one. */
  readonly oneIn: number;
}

/**
 * About so many of the oldest events of all inputs with a time: those of whole days, at least two days, and of these only
 * some where they are still too many.
 */
export const partOf = async (
  engine: Engine,
  { inputs }: Pick<ModelDefinition, "inputs">,
  tables: readonly Relation[],
  rows: number,
): Promise<Part> => {
  const { dialect } = engine;
  const days = inputs.flatMap(({ time }, i) =>
    time === undefined ? [] : [`SELECT ${dayOf(dialect, time)} AS day FROM ${tables[i]!.name}`],
  );
  if (days.length === 0) return { end: undefined, oneIn: 1 };
  const found = await engine.row<{ day: string | null; events: number }>(`
    SELECT ${dialect.cast("min(day) FILTER (WHERE beyond)", "text")} AS day,
           coalesce(max(total) FILTER (WHERE NOT beyond), 0) AS events
    FROM (SELECT day, total, total > ${rows} AND nth > 2 AS beyond
          FROM (SELECT day, ${dialect.cast("sum(events) OVER (ORDER BY day)", "bigint")} AS total,
                       row_number() OVER (ORDER BY day) AS nth
                FROM (SELECT day, count(*) AS events
                      FROM (${days.join(" UNION ALL ")}) WHERE day IS NOT NULL GROUP BY day)))`);
  return { end: found.day ?? undefined, oneIn: Math.max(1, Math.ceil(found.events / rows)) };
};
