import { literal } from "../sql.js";
import { onClosedConnection } from "./closed-connection.js";

/**
 * The syntax of a query, in an engine of its own that reads nothing.
 *
 * @returns the document of DuckDB's `json_serialize_sql`; undefined for a text that is no query
 */
export const syntaxTree = (query: string): Promise<unknown> =>
  onClosedConnection(async (connection) => {
    const reader = await connection.runAndReadAll(
      `SELECT json_serialize_sql(${literal(query)}, skip_null := true, skip_empty := true, skip_default := true) AS tree`,
    );
    const tree = JSON.parse(String(reader.getRows()[0]![0])) as { readonly error: boolean };
    return tree.error ? undefined : tree;
  });
