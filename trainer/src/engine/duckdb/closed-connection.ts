import type { DuckDBConnection } from "@duckdb/node-api";

import { onOwnConnection } from "./own-connection.js";

/** Runs work on a connection to an engine of its own that reaches no file, and closes both. */
export const onClosedConnection = <T>(
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> => onOwnConnection({ enable_external_access: "false", threads: "1" }, work);
