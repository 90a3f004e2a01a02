import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import type { ModelDefinition } from "../model/model.js";
import { dayOf } from "./day.js";

/**
 * The day before which the inputs with a time hold at most so many rows together, but two days at least.
 *
 * @returns undefined when all rows lie before it
 */
export const endOf = async (
  engine: Engine,
  { inputs }: Pick<ModelDefinition, "inputs">,
  tables: readonly Relation[],
  rows: number,
): Promise<string | undefined> => {
  const { dialect } = engine;
  const days = inputs.flatMap(({ time }, i) =>
    time === undefined ? [] : [`SELECT ${dayOf(dialect, time)} AS day FROM ${tables[i]!.name}`],
  );
  if (days.length === 0) return undefined;
  const found = await engine.row<{ day: string | null }>(`
    SELECT ${dialect.cast("min(day)", "text")} AS day
    FROM (SELECT day, nth, sum(events) OVER (ORDER BY day) AS total
          FROM (SELECT day, count(*) AS events, row_number() OVER (ORDER BY day) AS nth
                FROM (${days.join(" UNION ALL ")}) WHERE day IS NOT NULL GROUP BY day))
    WHERE total > ${rows} AND nth > 2`);
  return found.day ?? undefined;
};
