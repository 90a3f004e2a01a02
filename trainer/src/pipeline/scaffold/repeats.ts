import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { identifier } from "../../engine/sql.js";
import type { Draft } from "./draft.js";

/** From this share of rows on, rows that are the same but for the target bend the test. */
const MIXED = 0.05;

/**
 * Whether same rows of a table are observations of their own, and no copies: rows that are the same in all else that is
 * read have different targets, or most rows are the same as another. If such rows stayed together, the rows to learn
 * from would have the targets that the test lacks. By key the key is drawn, and no row.
 */
export const rowsRepeat = async (
  engine: Engine,
  { name: table }: Relation,
  { columns, target, mode }: Pick<Draft, "columns" | "target" | "mode">,
): Promise<boolean> => {
  if (mode !== "row") return false;
  const others = columns.filter(({ name }) => name !== target.column);
  const names = others.map(({ name }) => identifier(name)).join(", ");
  const label = identifier(target.column);
  const sum = (value: string): string =>
    engine.dialect.cast(`coalesce(sum(${value}), 0)`, "double");
  const { rows, different, mixed } = await engine.row<
    Record<"rows" | "different" | "mixed", number>
  >(`
    SELECT ${sum("n")} AS rows, ${sum("d")} AS different,
           ${sum("CASE WHEN d > 1 AND d < n THEN n ELSE 0 END")} AS mixed
    FROM (SELECT count(${label}) AS n, count(DISTINCT ${label}) AS d FROM ${table} GROUP BY ${names}) AS grouped`);
  return 2 * different < rows || mixed > MIXED * rows;
};
