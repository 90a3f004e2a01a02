import type { DuckDBConnection } from "@duckdb/node-api";

import { CLOSED } from "./closed.js";

/** Runs work on a connection to an engine of its own that reaches no file, and closes both. */
export const onClosedConnection = async <T>(
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    ...CLOSED,
    enable_external_access: "false",
    threads: "1",
  });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
