import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { Client } from "pg";
import type { from } from "pg-copy-streams";

import { identifier } from "../../engine/sql.js";
import type { Connection } from "./connection.js";
import { openSession, type DatabaseLimits } from "./session.js";
import { writeState } from "./write-states.js";

/** The new rows of a table. */
export interface TableRows {
  /** With its schema where it has one. */
  readonly table: string;
  /** A CSV with a header. */
  readonly file: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: "text" | "integer" | "number";
  }[];
}

/** Types of a table that is made. */
const TYPES = { text: "text", integer: "bigint", number: "double precision" } as const;

/**
 * Replaces all rows of tables in one transaction. A reader meanwhile sees the old rows, and a second replacement
 * waits. A table that is not there is made.
 *
 * @throws `DATABASE_REFUSED`, `DATABASE_UNREACHABLE`; the tables then are as they were
 */
export const replaceTables = async (
  connection: Connection,
  limits: DatabaseLimits,
  tables: readonly TableRows[],
): Promise<void> => {
  const { from: copyFrom } = await import("pg-copy-streams");
  const session = await openSession(connection, limits, "BEGIN");
  try {
    for (const rows of tables)
      await session.ask(rows.table, (client) => replaceTable(client, copyFrom, rows), writeState);
    await session.ask("the output", (client) => client.query("COMMIT"), writeState);
  } finally {
    await session.close();
  }
};

const replaceTable = async (
  client: Client,
  copyFrom: typeof from,
  { table, file, columns }: TableRows,
): Promise<void> => {
  const name = table.split(".").map(identifier).join(".");
  const { rows } = await client.query<{ known: boolean }>(
    "SELECT pg_catalog.to_regclass($1) IS NOT NULL AS known",
    [name],
  );
  if (rows[0]!.known) {
    // TRUNCATE would show an empty table to a reader whose snapshot is older.
    await client.query(`LOCK TABLE ${name} IN SHARE ROW EXCLUSIVE MODE`);
    await client.query(`DELETE FROM ${name}`);
  } else {
    const typed = columns.map((column) => `${identifier(column.name)} ${TYPES[column.type]}`);
    await client.query(`CREATE TABLE ${name} (${typed.join(", ")})`);
  }
  const listed = columns.map((column) => identifier(column.name)).join(", ");
  const copy = copyFrom(`COPY ${name} (${listed}) FROM STDIN WITH (FORMAT csv, HEADER true)`);
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), client.query(copy));
};
