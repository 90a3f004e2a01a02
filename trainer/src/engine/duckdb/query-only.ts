import type { DuckDBConnection } from "@duckdb/node-api";

import type { Description } from "../description.js";

/** Functions in the place of a table that make rows of their arguments alone. Every other one reads or does something else. */
const ROWS_OF_ARGUMENTS: ReadonlySet<string> = new Set([
  "generate_series",
  "json_each",
  "json_tree",
  "range",
  "repeat",
  "repeat_row",
  "unnest",
]);

/** A node of DuckDB's tree, as far as it is looked at. */
interface Node {
  readonly type?: unknown;
  /** In bytes of UTF-8; a number beyond any text where DuckDB knows none. */
  readonly query_location?: number;
  readonly function?: { readonly function_name?: string };
}

/** What DuckDB's parser makes of a text. */
type Parsed =
  | { readonly error: false; readonly statements: readonly unknown[] }
  | { readonly error: true; readonly error_type: string };

type Problem = Extract<Description, { readonly problem: string }>;

/**
 * Finds what a statement does beside querying tables, by the tree of DuckDB's own parser, before anything of it runs. The
 * parser writes trees of SELECT statements alone, so that every other kind of statement is refused, also one of later versions.
 *
 * @returns undefined for a query, and for a text that cannot be parsed
 */
export const besideQuery = async (
  connection: DuckDBConnection,
  statement: string,
): Promise<Problem | undefined> => {
  const reader = await connection.runAndReadAll("SELECT json_serialize_sql($1::VARCHAR)", [
    statement,
  ]);
  const parsed = JSON.parse(String(reader.getRows()[0]![0])) as Parsed;
  if (!parsed.error) return problemIn(parsed.statements, Buffer.byteLength(statement));
  return parsed.error_type === "parser"
    ? undefined
    : { problem: "is no query: write one SELECT statement" };
};

/** Looks at a part of a tree, and at all that is in it. */
const problemIn = (part: unknown, length: number): Problem | undefined => {
  if (typeof part !== "object" || part === null) return undefined;
  const { type, query_location: offset = length, function: called } = part as Node;
  const name = type === "TABLE_FUNCTION" ? (called?.function_name ?? "") : undefined;
  const problem =
    type === "SHOW_REF"
      ? "describes tables: only their rows can be read"
      : name !== undefined && !ROWS_OF_ARGUMENTS.has(name.toLowerCase())
        ? `calls ${name}(…) in the place of a table: only the tables of the inputs can be read`
        : undefined;
  if (problem !== undefined) return offset < length ? { problem, offset } : { problem };
  for (const inner of Object.values(part)) {
    const found = problemIn(inner, length);
    if (found !== undefined) return found;
  }
  return undefined;
};
