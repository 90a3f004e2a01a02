import { identifier } from "../../engine/sql.js";
import { DatabaseColumns } from "../../errors/errors.js";
import { repeated } from "../../model/check/repeated.js";
import type { Columns } from "../../model/columns.js";
import type { DatabaseRows } from "../../model/source.js";
import { orderSql, writtenSql, type DatabaseColumn } from "./column.js";
import type { Statements } from "./snapshot.js";

/** Rows that are read, and what messages call them. */
export interface Reading {
  readonly rows: DatabaseRows;
  /** What the model reads of them. Default: every column. */
  readonly columns: Columns | undefined;
  /** What messages call the database, and the input. */
  readonly name: string;
  readonly what: string;
}

/**
 * The SELECT that reads rows in the order of their key. Of a table it reads what the model names, so that a role with
 * rights on these columns alone is enough. Rows of one key are ordered by all else, so that equal rows give equal bytes.
 *
 * @throws `DATABASE_COLUMNS`
 */
export const statementOf = async (statements: Statements, reading: Reading): Promise<string> => {
  const { rows, columns } = reading;
  const from = fromSql(rows);
  const names = "table" in rows ? await readableColumns(statements, from) : undefined;
  const isRead = (name: string): boolean =>
    columns === undefined || Object.hasOwn(columns, name) || rows.key.includes(name);
  const listed = names?.filter(isRead).map(identifier) ?? ["*"];
  const described = await statements.describe(`SELECT ${listed.join(", ")} FROM ${from} AS source`);
  const found = described.filter(({ name }) => isRead(name));
  requireColumns(reading, found);
  const written = found.filter(({ name }) => columns === undefined || Object.hasOwn(columns, name));
  const key = rows.key.map((name) => found.find((column) => column.name === name)!);
  const order = [...key, ...written.filter(({ name }) => !rows.key.includes(name))];
  return `SELECT ${written.map(writtenSql).join(", ")} FROM ${from} AS source ORDER BY ${order.map(orderSql).join(", ")}`;
};

/** A table by its quoted name, or a query; the line break ends a comment at the query's end. */
const fromSql = (rows: DatabaseRows): string =>
  "table" in rows
    ? rows.table.split(".").map(identifier).join(".")
    : `(\n${rows.query.replace(/;\s*$/, "")}\n)`;

/** The columns of a table that the role may read, in their order; none where there is no such table. */
const readableColumns = async (
  statements: Statements,
  table: string,
): Promise<readonly string[]> => {
  const found = await statements.rows<{ name: string }>(
    `SELECT attname AS name FROM pg_catalog.pg_attribute
     WHERE attrelid = pg_catalog.to_regclass($1) AND attnum > 0 AND NOT attisdropped
       AND pg_catalog.has_column_privilege(attrelid, attnum, 'SELECT')
     ORDER BY attnum`,
    [table],
  );
  return found.map(({ name }) => name);
};

const requireColumns = (
  { rows, columns = {}, name, what }: Reading,
  found: readonly DatabaseColumn[],
): void => {
  const refuse = (problem: string): never => {
    throw new DatabaseColumns({ name, what, problem });
  };
  const names = found.map((column) => column.name);
  const needed = Object.entries(columns).flatMap(([column, { absent }]) =>
    absent === "allowed" ? [] : [column],
  );
  const missing = [...new Set([...needed, ...rows.key])].filter(
    (column) => !names.includes(column),
  );
  if (missing.length > 0)
    refuse(
      `lacks ${missing.join(", ")}, or the role may not read that: write the names in exactly their letters`,
    );
  const again = repeated(names)[0];
  if (again !== undefined) refuse(`has two columns called ${names[again]}: rename one with AS`);
};
