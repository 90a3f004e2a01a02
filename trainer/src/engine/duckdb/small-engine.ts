import type { DuckDBConnection } from "@duckdb/node-api";

import { CLOSED, confineSql } from "./closed.js";

/**
 * Runs work on a small engine of its own, which reaches no file outside a directory, loads no extension, and forgets what it
 * read.
 *
 * @param settings SQL that sets more, before the configuration is locked
 */
export const withSmallEngine = async <T>(
  directory: string,
  settings: string,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    ...CLOSED,
    memory_limit: "500MB",
    threads: "2",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`${settings}; ${confineSql(directory)}`);
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
