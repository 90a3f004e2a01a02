import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import { drawnBelow } from "../../estimators/entity-draw.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { readRows } from "../../estimators/rows.js";
import type { ScoredTable } from "../../evaluate/scored.js";

/** Scored observations in memory, each with the number of its entity, from 0. */
export interface ScoredRows {
  readonly labels: Float64Array;
  /** One array for each column of scores. */
  readonly scores: readonly Float64Array[];
  readonly entities: Uint32Array;
  /** How many entities there are. */
  readonly count: number;
}

/** So many rows tell how far chance moves a figure; of more, some entities are drawn. */
const MOST = 500_000;

/**
 * Reads scored observations with their entities, at most about half a million: 8 bytes for each value. An observation
 * without an entity is one of its own.
 *
 * @param columns the names of the scores
 * @param observations how many there are
 */
export const readScored = (
  engine: Engine,
  scored: ScoredTable,
  { name: test }: ObservationTable,
  columns: readonly string[],
  observations: number,
): Promise<ScoredRows> =>
  scoped(engine, async (own) => {
    const { cast } = own.dialect;
    const text = (column: string) => cast(column, "text");
    const named = `coalesce('e' || ${text("entity")}, 'o' || ${text("observation")})`;
    const drawn = drawnBelow(own.dialect, "entity", "interval", MOST / observations);
    const rows = await own.table<"observation" | "entity" | "observed_at" | "label">(`
      SELECT observation, entity, NULL AS observed_at, label, ${columns.join()},
             dense_rank() OVER (ORDER BY entity) - 1 AS place
      FROM (SELECT observation, label, ${columns.join()} FROM ${scored.name})
      JOIN (SELECT observation, ${named} AS entity FROM ${test}) USING (observation)
      ${observations > MOST ? `WHERE ${drawn}` : ""}`);
    const names = [...columns, "place"].map((name) => ({ name }));
    const { columns: read, target } = await readRows(own, rows, names);
    const entities = Uint32Array.from(read.at(-1)!);
    return {
      labels: target,
      scores: read.slice(0, -1),
      entities,
      count: entities.reduce((most, entity) => Math.max(most, entity + 1), 0),
    };
  });
