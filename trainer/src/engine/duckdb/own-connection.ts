import type { DuckDBConnection } from "@duckdb/node-api";

import { CLOSED } from "./closed.js";

/**
 * Runs work on a connection to an engine of its own in memory, and closes both.
 *
 * @param settings beside those that every engine has
 */
export const onOwnConnection = async <T>(
  settings: Readonly<Record<string, string>>,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { ...CLOSED, ...settings });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
