import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { identifier } from "../../engine/sql.js";
import type { DraftColumn } from "./draft.js";

/** Whether fewer than half of the rows of a table differ from each other in the columns that are read. */
export const rowsRepeat = async (
  engine: Engine,
  { name: table }: Relation,
  columns: readonly DraftColumn[],
): Promise<boolean> => {
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const { rows, different } = await engine.row<{ rows: number; different: number }>(`
    SELECT ${engine.dialect.cast("coalesce(sum(n), 0)", "double")} AS rows, count(*) AS different
    FROM (SELECT count(*) AS n FROM ${table} GROUP BY ${names}) AS grouped`);
  return 2 * different < rows;
};
