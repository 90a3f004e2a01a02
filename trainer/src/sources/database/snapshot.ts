import type { Readable } from "node:stream";

import type { Client } from "pg";
import type { to } from "pg-copy-streams";

import type { DatabaseColumn } from "./column.js";
import type { Connection } from "./connection.js";
import { openSession, type DatabaseLimits } from "./session.js";

/** What a database is asked; one statement follows the other. */
export interface Statements {
  readonly rows: <Row extends object>(
    sql: string,
    values: readonly string[],
  ) => Promise<readonly Row[]>;
  /** The columns of a SELECT, which is not run. More than one statement is refused. */
  readonly describe: (select: string) => Promise<readonly DatabaseColumn[]>;
  /** The rows of a SELECT as CSV in the standard format, with a header. It fails unless all of them come. */
  readonly copy: (select: string, take: (csv: Readable) => Promise<void>) => Promise<void>;
}

/** A database as it is at one moment: every statement sees the same rows. */
export interface Snapshot {
  /**
   * @param what is read, for errors
   * @throws `DATABASE_REFUSED`, `DATABASE_UNREACHABLE`
   */
  readonly ask: <T>(what: string, work: (statements: Statements) => Promise<T>) => Promise<T>;
  /** Ends the connection, and with it a statement that still runs. */
  readonly close: () => Promise<void>;
}

/** Opens a transaction that only reads. @throws `DATABASE_REFUSED`, `DATABASE_UNREACHABLE`, `INPUT_UNREADABLE` */
export const openSnapshot = async (
  connection: Connection,
  limits: DatabaseLimits,
): Promise<Snapshot> => {
  const { to: copyTo } = await import("pg-copy-streams");
  const { ask, close } = await openSession(
    connection,
    limits,
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
  );
  return {
    ask: (what, work) => ask(what, (client) => work(statementsOf(client, copyTo))),
    close,
  };
};

const statementsOf = (client: Client, copyTo: typeof to): Statements => ({
  rows: async (sql, values) => (await client.query(sql, [...values])).rows,
  // A statement with a parameter is one statement to the server.
  describe: async (select) => {
    const { fields } = await client.query(`${select} LIMIT $1`, ["0"]);
    return fields.map((field) => ({ name: field.name, type: field.dataTypeID }));
  },
  copy: async (select, take) => {
    await take(client.query(copyTo(`COPY (${select}) TO STDOUT WITH (FORMAT csv, HEADER true)`)));
    // An error that follows the last row comes with the next statement.
    await client.query("SELECT");
  },
});
