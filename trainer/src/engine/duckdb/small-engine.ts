import type { DuckDBConnection } from "@duckdb/node-api";

import { confineSql } from "./closed.js";
import { onOwnConnection } from "./own-connection.js";

/**
 * Runs work on a small engine of its own, which reaches no file outside a directory, loads no extension, and forgets what it
 * read.
 *
 * @param settings SQL that sets more, before the configuration is locked
 */
export const withSmallEngine = <T>(
  directory: string,
  settings: string,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> =>
  onOwnConnection({ memory_limit: "500MB", threads: "2" }, async (connection) => {
    await connection.run(`${settings}; ${confineSql(directory)}`);
    return work(connection);
  });
