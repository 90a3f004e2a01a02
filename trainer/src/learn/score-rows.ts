import type { Feature, Scorer } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { scoped } from "../engine/scoped.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { readRows, ROW_ORDER, type Rows } from "../estimators/rows.js";
import { probabilityOf } from "../evaluate/class-answer.js";

type Columns = Readonly<Record<string, Float64Array>>;

/** What a function writes for each row, by output. */
export const outputsOf = (
  outputs: number,
  write: Scorer["scores"],
  { columns, target }: Pick<Rows, "columns" | "target">,
): readonly Float64Array[] => {
  const row = new Float64Array(columns.length);
  const written = new Float64Array(outputs);
  const each = Array.from({ length: outputs }, () => new Float64Array(target.length));
  for (let at = 0; at < target.length; at++) {
    for (let i = 0; i < row.length; i++) row[i] = columns[i]![at]!;
    write(row, written);
    for (let output = 0; output < outputs; output++) each[output]![at] = written[output]!;
  }
  return each;
};

/** The answers of a scorer to rows, by the column of a scored table: `score`, and with several outputs each probability. */
export const scoreRows = (
  { outputs, scores }: Pick<Scorer, "outputs" | "scores">,
  rows: Pick<Rows, "columns" | "target">,
): Columns => {
  const each = outputsOf(outputs, scores, rows);
  if (outputs === 1) return { score: each[0]! };
  return {
    score: each[0]!.map((_, at) => Math.max(...each.map((column) => column[at]!))),
    ...Object.fromEntries(each.map((column, code) => [probabilityOf(code), column])),
  };
};

/** Makes a table of observations with columns that are computed from their features in memory. */
export const scoreInMemory = <Column extends string>(
  engine: Engine,
  observations: ObservationTable,
  features: readonly Feature[],
  compute: (rows: Rows) => Columns,
): Promise<Relation<"observation" | "label" | Column>> =>
  scoped(engine, async (own, keep) => {
    const columns = compute(await readRows(own, observations, features));
    const scores = await own.tableOf(columns);
    const scored = await own.table<"observation" | "label" | Column>(`
      SELECT observation, label, ${Object.keys(columns).join(", ")}
      FROM (SELECT observation, label, row_number() OVER (ORDER BY ${ROW_ORDER}) AS place
            FROM ${observations.name})
      JOIN ${scores.name} USING (place)`);
    return keep(scored);
  });
