import type { Readable } from "node:stream";
import { isNativeError } from "node:util/types";

import type { Client } from "pg";
import type { to } from "pg-copy-streams";

import { DatabaseUnreachable } from "../../errors/errors.js";
import { makeClient } from "./client.js";
import type { DatabaseColumn } from "./column.js";
import type { Connection } from "./connection.js";
import { translated } from "./translated.js";

/** How long a database may take. */
export interface DatabaseLimits {
  /** Seconds to connect and sign in. */
  readonly connectSeconds: number;
  /** Seconds of one statement. */
  readonly querySeconds: number;
}

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

/** Seconds that the server has to end a statement itself before the connection is cut. */
const GRACE = 5;

/** What the text of a value depends on: days by year, month and day, moments in UTC, numbers with all their digits. */
const settingsFor = (milliseconds: string): Readonly<Record<string, string>> => ({
  datestyle: "ISO, YMD",
  timezone: "UTC",
  intervalstyle: "iso_8601",
  extra_float_digits: "3",
  bytea_output: "hex",
  xmlbinary: "base64",
  statement_timeout: milliseconds,
  idle_in_transaction_session_timeout: milliseconds,
});

const SET =
  "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS given(name, value)";

/**
 * The server looks every second whether its client is still there, so that a statement ends with the process that asked.
 * It fails on Windows and before version 14, where a statement ends when it next sends a row.
 */
const CHECK_CLIENT = "SET client_connection_check_interval = '1s'";

/** Opens a transaction that only reads. @throws `DATABASE_REFUSED`, `DATABASE_UNREACHABLE`, `INPUT_UNREADABLE` */
export const openSnapshot = async (
  connection: Connection,
  { connectSeconds, querySeconds }: DatabaseLimits,
): Promise<Snapshot> => {
  const { name } = connection;
  const { to: copyTo } = await import("pg-copy-streams");
  const { client, lost, cut, end } = await makeClient(connection, connectSeconds);
  const statements = statementsOf(client, copyTo);

  const ask: Snapshot["ask"] = async (what, work) => {
    const timer = setTimeout(
      () =>
        cut(
          new DatabaseUnreachable({
            name,
            problem: `no answer within ${querySeconds} s`,
            cure: "check the network, or raise DESPLIEGA_QUERY_TIMEOUT_SECONDS",
          }),
        ),
      (querySeconds + GRACE) * 1_000,
    );
    try {
      return await work(statements);
    } catch (cause) {
      throw translated(isOfLost(cause) ? (lost() ?? cause) : cause, { name, what });
    } finally {
      clearTimeout(timer);
    }
  };

  try {
    await ask("the connection", async () => {
      await client.connect();
      await client.query(CHECK_CLIENT).catch(() => {});
      await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const settings = settingsFor(`${querySeconds * 1_000}`);
      await client.query(SET, [Object.keys(settings), Object.values(settings)]);
    });
  } catch (error) {
    await end();
    throw error;
  }
  return { ask, close: end };
};

/** Whether a statement came after the end of the connection, whose error says more. */
const isOfLost = (cause: unknown): boolean =>
  isNativeError(cause) && cause.message.endsWith(" is not queryable");

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
