import { isNativeError } from "node:util/types";

import { DuckDBInstance, StatementType, type DuckDBConnection } from "@duckdb/node-api";

import { identifier } from "./engine.js";

/** A table as a statement finds it. */
export interface EmptyTable {
  readonly name: string;
  /** SQL types by name. */
  readonly columns: ReadonlyMap<string, string>;
}

/** A column that a statement returns. */
export interface ReturnedColumn {
  readonly name: string;
  /** The engine's name of its type, in capitals, such as `DECIMAL(18,3)`. */
  readonly type: string;
}

/** What a statement would return, or why it cannot run. */
export type Description =
  | { readonly columns: readonly ReturnedColumn[] }
  | {
      readonly problem: string;
      /** Where in the statement, in bytes of UTF-8, as far as the engine knows. */
      readonly offset?: number;
    };

/**
 * Finds out what a query returns, on tables without rows, in an engine of its own that reaches no file: nothing of any
 * input is read. `getvariable('as_of')` is a day.
 */
export const describeStatement = async (
  tables: readonly EmptyTable[],
  statement: string,
): Promise<Description> => {
  const instance = await DuckDBInstance.create(":memory:", {
    enable_external_access: "false",
    threads: "1",
  });
  const connection = await instance.connect();
  try {
    for (const { name, columns } of tables) {
      const typed = [...columns].map(([column, type]) => `${identifier(column)} ${type}`);
      await connection.run(`CREATE TABLE ${identifier(name)} (${typed.join()})`);
    }
    await connection.run("SET VARIABLE as_of = NULL::DATE; SET errors_as_json = true");
    return await prepare(connection, statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const prepare = async (connection: DuckDBConnection, statement: string): Promise<Description> => {
  try {
    const statements = await connection.extractStatements(statement);
    if (statements.count !== 1)
      return {
        problem: `holds ${statements.count} statements: leave the one that returns the features`,
      };
    const prepared = await statements.prepare(0);
    if (prepared.statementType !== StatementType.SELECT)
      return { problem: "is no query: write one SELECT statement" };
    if (prepared.parameterCount > 0)
      return { problem: "has a parameter, which nothing fills: write the value" };
    return {
      columns: Array.from({ length: prepared.columnCount }, (_, at) => ({
        name: prepared.columnName(at),
        type: prepared.columnType(at).toString(),
      })),
    };
  } catch (cause) {
    return explained(isNativeError(cause) ? cause.message : String(cause));
  }
};

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
    // A text without any statement gets no message of its own.
    return { problem: "cannot be read: write one SELECT statement" };
  }
  const { exception_type: type, exception_message: text, position } = error;
  const problem =
    type === "Permission"
      ? "reads or writes a file: only the tables of the inputs can be read"
      : oneLine(text);
  return position === undefined ? { problem } : { problem, offset: Number(position) };
};

/** What went wrong and what is nearest to it, without the list of everything that there is. */
const oneLine = (text: string): string =>
  text
    .replace(/\n\s*Candidate (?:functions|macros):[\s\S]*$/, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
