import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import { identifier } from "../../engine/sql.js";
import { drawnBelow } from "../../estimators/entity-draw.js";
import type { ObservationColumn } from "../../estimators/observation-table.js";
import { readRows } from "../../estimators/rows.js";
import { probabilityOf, withAnswer } from "../../evaluate/class-answer.js";
import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import type { JudgedForm, JudgedGroups, JudgedTable } from "./judged.js";

/** Judged answers in memory. */
export interface JudgedRows extends ScoredRows {
  readonly weeks: Float64Array;
  /** The place of each row's group, one array for each feature; NaN is no group. */
  readonly groups: readonly Float64Array[];
}

/** So many answers tell a loss of two hundredths even where one in a hundred is positive; of more, some entities are drawn. */
const MOST = 500_000;

/**
 * Reads judged answers, at most about half a million: 8 bytes for each value. An answer without an entity is one of its own. From
 * three classes on the scores are each probability, and the code of the answer last.
 *
 * @param known how many rows the table has
 */
export const readJudged = (
  engine: Engine,
  { name }: JudgedTable,
  { classes: { length } = [], costs }: Pick<JudgedForm, "classes" | "costs">,
  groups: readonly JudgedGroups[],
  known: number,
  most = MOST,
): Promise<JudgedRows> =>
  scoped(engine, async (own) => {
    const { cast } = own.dialect;
    const probabilities = Array.from({ length }, (_, code) => probabilityOf(code));
    const scores = length < 3 ? ["score"] : [...probabilities, "answer"];
    const held = [...new Set(["week", ...groups.map(({ column }) => column)])].map(identifier);
    const entity = `coalesce('e' || ${cast("entity", "text")}, 'o' || ${cast("observation", "text")})`;
    const named = `SELECT ${entity} AS who, observation, label, ${[...scores, ...held].join()}
      FROM ${length < 3 ? name : `(${withAnswer(name, length, costs)})`}`;
    const drawn = `WHERE ${drawnBelow(own.dialect, "who", "monitor", most / known)}`;
    const rows = await own.table<ObservationColumn>(`
      SELECT dense_rank() OVER (ORDER BY who) - 1 AS entity, observation, NULL AS observed_at, label,
             ${[...scores, ...held].join()}
      FROM (${named}) ${known > most ? drawn : ""}`);
    const columns = ["entity", ...scores, "week", ...groups.map(({ column }) => column)];
    const read = await readRows(
      own,
      rows,
      columns.map((column) => ({ name: column })),
    );
    const entities = Uint32Array.from(read.columns[0]!);
    return {
      labels: read.target,
      scores: read.columns.slice(1, 1 + scores.length),
      entities,
      count: entities.reduce((most, each) => Math.max(most, each + 1), 0),
      weeks: read.columns[1 + scores.length]!,
      groups: read.columns.slice(2 + scores.length),
    };
  });

/** The rows that are wanted, in their order. Entities keep their numbers. */
export const rowsWhere = (
  { labels, scores, entities, count }: ScoredRows,
  wanted: (row: number) => boolean,
): ScoredRows => ({
  labels: labels.filter((_, row) => wanted(row)),
  scores: scores.map((column) => column.filter((_, row) => wanted(row))),
  entities: entities.filter((_, row) => wanted(row)),
  count,
});
