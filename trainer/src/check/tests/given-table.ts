import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { identifier, literal } from "../../engine/sql.js";
import type { InputDefinition } from "../../model/model.js";
import { inputColumns } from "../input-columns.js";
import { PLACE } from "../input-copy.js";
import type { Row, Value } from "./tests-schema.js";

/**
 * Makes the table of an input of given rows, in their order.
 *
 * @param withPlace whether the place of each row is a column, where the engine has none of its own. Default false
 */
export const givenTable = (
  engine: Engine,
  input: InputDefinition,
  rows: readonly Row[],
  { withPlace = false } = {},
): Promise<Relation> => {
  const columns = inputColumns(input);
  const names = [...columns.map(({ name }) => identifier(name)), PLACE].join(", ");
  const values = (row: Row, place: number) =>
    [...columns.map(({ name }) => sqlOf(row[name] ?? null)), place].join(", ");
  // A table of no rows needs one to be told its columns by.
  const listed = (rows.length === 0 ? [{}] : rows).map((row, place) => `(${values(row, place)})`);
  const typed = columns.map(
    ({ name, type }) => `${engine.dialect.cast(identifier(name), type)} AS ${identifier(name)}`,
  );
  if (withPlace) typed.push(`${engine.dialect.cast(PLACE, "bigint")} AS ${engine.dialect.place}`);
  return engine.table(
    `SELECT ${typed.join(", ")} FROM (VALUES ${listed.join(", ")}) AS given(${names}) WHERE ${rows.length > 0}`,
    input.table,
  );
};

const sqlOf = (value: Value): string => (value === null ? "NULL" : literal(String(value)));
