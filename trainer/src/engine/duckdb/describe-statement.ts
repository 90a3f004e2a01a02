import { isNativeError } from "node:util/types";

import type { DuckDBConnection } from "@duckdb/node-api";

import type { Description, EmptyTable, ReturnedColumn } from "../description.js";
import { identifier } from "../sql.js";
import { onClosedConnection } from "./closed-connection.js";
import { duckdbDialect } from "./dialect.js";
import { kindOfType } from "./kind-of-type.js";
import { besideQuery } from "./query-only.js";

/**
 * Finds out what a query returns, on tables without rows, in an engine of its own that reaches no file: nothing of any
 * input is read.
 *
 * @param days names of variables that are days
 */
export const describeStatement = (
  tables: readonly EmptyTable[],
  days: readonly string[],
  statement: string,
): Promise<Description> =>
  onClosedConnection(async (connection) => {
    for (const { name, columns } of tables) {
      const typed = [...columns].map(
        ([column, type]) => `${identifier(column)} ${duckdbDialect.type(type)}`,
      );
      await connection.run(`CREATE TABLE ${identifier(name)} (${typed.join()})`);
    }
    for (const day of days) await connection.run(`SET VARIABLE ${identifier(day)} = NULL::DATE`);
    await connection.run("SET errors_as_json = true");
    return prepare(connection, statement);
  });

const prepare = async (connection: DuckDBConnection, statement: string): Promise<Description> => {
  try {
    const statements = await connection.extractStatements(statement);
    if (statements.count !== 1)
      return {
        problem: `holds ${statements.count} statements: leave the one that returns the features`,
      };
    const beside = await besideQuery(connection, statement);
    if (beside !== undefined) return beside;
    const prepared = await statements.prepare(0);
    if (prepared.parameterCount > 0)
      return { problem: "has a parameter, which nothing fills: write the value" };
    return {
      columns: Array.from({ length: prepared.columnCount }, (_, at) =>
        returned(prepared.columnName(at), prepared.columnType(at).toString()),
      ),
    };
  } catch (cause) {
    return explained(isNativeError(cause) ? cause.message : String(cause));
  }
};

const returned = (name: string, type: string): ReturnedColumn => ({
  name,
  type,
  kind: kindOfType(type),
});

interface EngineError {
  readonly exception_type: string;
  readonly exception_message: string;
  readonly position?: string;
}

const explained = (message: string): Description => {
  const json = message.slice(message.indexOf("{"));
  let error: EngineError;
  try {
    error = JSON.parse(json) as EngineError;
  } catch {
    // DuckDB has no message for a text without a statement.
    return { problem: "cannot be read: write one SELECT statement" };
  }
  const { exception_type: type, exception_message: text, position } = error;
  const problem =
    type === "Permission"
      ? "reads or writes a file: only the tables of the inputs can be read"
      : oneLine(text);
  return position === undefined ? { problem } : { problem, offset: Number(position) };
};

/** What is wrong and the nearest match, without the list of all candidates. */
const oneLine = (text: string): string =>
  text
    .replace(/\n\s*Candidate (?:functions|macros):[\s\S]*$/, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
