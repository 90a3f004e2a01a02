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

/** Scored observations of known and of new entities. */
export interface MarkedRows extends ScoredRows {
  /** 1 where the entity of an observation is known. */
  readonly known: Float64Array;
}

/** So many rows tell how far chance moves a figure; of more, some entities are drawn. */
const MOST = 500_000;

/** What reading scored observations needs to know of them. */
export interface ScoredOptions {
  /** The names of the scores. */
  readonly columns: readonly string[];
  /** How many observations there are. */
  readonly observations: number;
  /** SQL that is true where the entity of an observation is known. Default: none is */
  readonly known?: string | undefined;
}

/**
 * Reads scored observations with their entities, at most about half a million: 8 bytes for each value. An observation
 * without an entity is one of its own.
 */
export const readScored = (
  engine: Engine,
  scored: ScoredTable,
  { name: test }: ObservationTable,
  { columns, observations, known = "false" }: ScoredOptions,
): Promise<MarkedRows> =>
  scoped(engine, async (own) => {
    const { cast } = own.dialect;
    const text = (column: string) => cast(column, "text");
    const named = `coalesce('e' || ${text("entity")}, 'o' || ${text("observation")})`;
    const drawn = drawnBelow(own.dialect, "entity", "interval", MOST / observations);
    const rows = await own.table<"observation" | "entity" | "observed_at" | "label">(`
      SELECT observation, entity, NULL AS observed_at, label, ${columns.join()}, known,
             dense_rank() OVER (ORDER BY entity) - 1 AS place
      FROM (SELECT observation, label, ${columns.join()} FROM ${scored.name})
      JOIN (SELECT observation, ${named} AS entity, CASE WHEN ${known} THEN 1 ELSE 0 END AS known FROM ${test})
        USING (observation)
      ${observations > MOST ? `WHERE ${drawn}` : ""}`);
    const names = [...columns, "known", "place"].map((name) => ({ name }));
    const { columns: read, target } = await readRows(own, rows, names);
    const entities = new Uint32Array(read.at(-1)!);
    return {
      labels: target,
      scores: read.slice(0, -2),
      entities,
      count: entities.reduce((most, entity) => Math.max(most, entity + 1), 0),
      known: read.at(-2)!,
    };
  });

/** The rows of the known entities, or those of the new ones. */
export const rowsOf = (rows: MarkedRows, isKnown: boolean): ScoredRows => {
  const kept = (_: number, row: number) => rows.known[row] === Number(isKnown);
  const entities = rows.entities.filter(kept);
  const places = new Uint32Array(rows.count);
  let count = 0;
  for (const entity of entities) places[entity] = 1;
  places.forEach((there, entity) => {
    if (there === 1) places[entity] = count++;
  });
  return {
    labels: rows.labels.filter(kept),
    scores: rows.scores.map((column) => column.filter(kept)),
    entities: entities.map((entity) => places[entity]!),
    count,
  };
};
