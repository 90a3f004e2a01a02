import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { PlainColumns } from "../model/columns.js";
import type { Loaded } from "./load.js";

/** Marks, column by column, the rows that repeat a unique value of an earlier row that fits. */
export const markDuplicates = async (
  engine: Engine,
  loaded: Loaded,
  columns: PlainColumns,
): Promise<Loaded> => {
  const { fault } = loaded;
  const table = loaded.table.name;
  const { place } = engine.dialect;
  const reasons = [...loaded.reasons];
  for (const [name, column] of Object.entries(columns)) {
    if (column.unique !== true) continue;
    reasons.push({ column: name, reason: "duplicate" });
    const value = identifier(name);
    if ((await engine.repeated(loaded.table, name, `${fault} IS NULL`)) > 0)
      await engine.run(`
        UPDATE ${table} SET ${fault} = ${reasons.length} WHERE ${place} IN (
          SELECT row FROM (
            SELECT ${place} AS row, row_number() OVER (PARTITION BY ${value} ORDER BY ${place}) AS nth
            FROM ${table} WHERE ${fault} IS NULL AND ${value} IS NOT NULL
          ) WHERE nth > 1)`);
  }
  return { ...loaded, reasons };
};
