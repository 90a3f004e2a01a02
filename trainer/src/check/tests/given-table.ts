import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { identifier, literal } from "../../engine/sql.js";
import type { InputDefinition } from "../../model/model.js";
import { inputColumns } from "../input-columns.js";
import type { Row, Value } from "./tests-schema.js";

/** Makes the table of an input of given rows, in their order. */
export const givenTable = (
  engine: Engine,
  input: InputDefinition,
  rows: readonly Row[],
): Promise<Relation> => {
  const columns = inputColumns(input);
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const values = (row: Row) => columns.map(({ name }) => sqlOf(row[name] ?? null)).join(", ");
  // A table of no rows needs one to be told its columns by.
  const listed = (rows.length === 0 ? [{}] : rows).map((row) => `(${values(row)})`);
  const typed = columns.map(
    ({ name, type }) => `${engine.dialect.cast(identifier(name), type)} AS ${identifier(name)}`,
  );
  return engine.table(
    `SELECT ${typed.join(", ")} FROM (VALUES ${listed.join(", ")}) AS given(${names}) WHERE ${rows.length > 0}`,
    input.table,
  );
};

const sqlOf = (value: Value): string => (value === null ? "NULL" : literal(String(value)));
