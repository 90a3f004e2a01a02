import { literal } from "../sql.js";
import { CLOSED } from "./closed.js";

/**
 * The syntax of a query, in an engine of its own that reads nothing.
 *
 * @returns the document of DuckDB's `json_serialize_sql`; undefined for a text that is no query
 */
export const syntaxTree = async (query: string): Promise<unknown> => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    ...CLOSED,
    enable_external_access: "false",
    threads: "1",
  });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT json_serialize_sql(${literal(query)}, skip_null := true, skip_empty := true, skip_default := true) AS tree`,
    );
    const tree = JSON.parse(String(reader.getRows()[0]![0])) as { readonly error: boolean };
    return tree.error ? undefined : tree;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
