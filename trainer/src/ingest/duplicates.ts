import { identifier, type Engine } from "../engine/engine.js";
import type { PlainColumns } from "../model/columns.js";
import type { Loaded } from "./load.js";

/** Marks, column by column, the rows that repeat a unique value of an earlier row that fits. */
export const markDuplicates = async (
  engine: Engine,
  loaded: Loaded,
  columns: PlainColumns,
): Promise<Loaded> => {
  const { table, fault } = loaded;
  const reasons = [...loaded.reasons];
  for (const [name, column] of Object.entries(columns)) {
    if (column.unique !== true) continue;
    reasons.push({ column: name, reason: "duplicate" });
    const value = identifier(name);
    const { repeated } = await engine.row<{ repeated: number }>(
      `SELECT count(${value}) - count(DISTINCT ${value}) AS repeated FROM ${table} WHERE ${fault} IS NULL`,
    );
    if (repeated > 0)
      await engine.run(`
        UPDATE ${table} SET ${fault} = ${reasons.length} WHERE rowid IN (
          SELECT row FROM (
            SELECT rowid AS row, row_number() OVER (PARTITION BY ${value} ORDER BY rowid) AS nth
            FROM ${table} WHERE ${fault} IS NULL AND ${value} IS NOT NULL
          ) WHERE nth > 1)`);
  }
  return { ...loaded, reasons };
};
