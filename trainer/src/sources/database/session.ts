import { isNativeError } from "node:util/types";

import type { Client } from "pg";

import { DatabaseUnreachable } from "../../errors/errors.js";
import { makeClient } from "./client.js";
import type { Connection } from "./connection.js";
import { translated, type Subject } from "./translated.js";

/** How long a database may take. */
export interface DatabaseLimits {
  /** Seconds to connect and sign in. */
  readonly connectSeconds: number;
  /** Seconds of one statement. */
  readonly querySeconds: number;
}

/** One transaction of a database. */
export interface Session {
  /**
   * @param what is asked, for errors
   * @param cureOf the cures for codes of the server. Default: those of reading
   * @throws `DATABASE_REFUSED`, `DATABASE_UNREACHABLE`
   */
  readonly ask: <T>(
    what: string,
    work: (client: Client) => Promise<T>,
    cureOf?: Subject["cureOf"],
  ) => Promise<T>;
  /** Ends the connection, and with it a statement that still runs and what was not committed. */
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

/**
 * Opens a connection and begins a transaction.
 *
 * @param begin the statement that does
 * @throws `DATABASE_REFUSED`, `DATABASE_UNREACHABLE`, `INPUT_UNREADABLE`
 */
export const openSession = async (
  connection: Connection,
  { connectSeconds, querySeconds }: DatabaseLimits,
  begin: string,
): Promise<Session> => {
  const { name } = connection;
  const { client, lost, cut, end } = await makeClient(connection, connectSeconds);

  const ask: Session["ask"] = async (what, work, cureOf) => {
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
      return await work(client);
    } catch (cause) {
      throw translated(isOfLost(cause) ? (lost() ?? cause) : cause, { name, what, cureOf });
    } finally {
      clearTimeout(timer);
    }
  };

  try {
    await ask("the connection", async () => {
      await client.connect();
      await client.query(CHECK_CLIENT).catch(() => {});
      await client.query(begin);
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
