import { Socket } from "node:net";

import type { Client } from "pg";

import type { Connection } from "./connection.js";
import { passwordOf } from "./password.js";
import { tlsOf } from "./tls.js";

/** A client of a database, not connected yet, and its end. */
export interface DatabaseClient {
  readonly client: Client;
  /** The error that ended the connection; undefined while there is none. */
  readonly lost: () => unknown;
  /** Cuts the connection: the statement that waits for it fails with the error. */
  readonly cut: (error: Error) => void;
  /** Ends the connection, and with it a statement that still runs. */
  readonly end: () => Promise<void>;
}

/** Milliseconds that a server has to end a connection before it is cut. */
const FAREWELL = 5_000;

/** Milliseconds of silence after which the system asks the other side whether it is still there. */
const SILENCE = 10_000;

/** Makes a client. The library is loaded with the first one, since most runs need none. @throws `INPUT_UNREADABLE` */
export const makeClient = async (
  connection: Connection,
  connectSeconds: number,
): Promise<DatabaseClient> => {
  const { default: pg } = await import("pg");
  const socket = new Socket();
  const { host, port, user, database } = connection;
  const client = new pg.Client({
    stream: () => socket,
    ...{ host, port, user, database },
    password: () => passwordOf(connection),
    ssl: tlsOf(connection),
    client_encoding: "UTF8",
    application_name: "despliega",
    connectionTimeoutMillis: connectSeconds * 1_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENCE,
  });
  let lost: unknown;
  client.on("error", (error) => (lost ??= error));
  return {
    client,
    lost: () => lost,
    cut: (error) => socket.destroy(error),
    end: async () => {
      const farewell = setTimeout(() => socket.destroy(), FAREWELL);
      await client.end();
      clearTimeout(farewell);
    },
  };
};
