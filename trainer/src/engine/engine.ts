import { isNativeError } from "node:util/types";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

import {
  EngineDiskFull,
  EngineOutOfMemory,
  NumberNotFinite,
  ValueRefused,
} from "../errors/errors.js";
import { inFlight } from "./in-flight.js";

/** A value that comes back in a result row; dates and decimals are cast in SQL by those who need them. */
export type SqlValue = string | number | boolean | null;

/** What the trainer asks of a SQL engine; DuckDB is the one behind it, a distributed engine could be another. */
export interface Engine {
  /** Runs one or more statements and drops what they return. */
  run(sql: string): Promise<void>;
  /** Runs one statement and returns its rows, which must be few: sums, bins and curves, never the data. */
  rows<Row extends object = Record<string, SqlValue>>(sql: string): Promise<Row[]>;
  /** Runs one statement that returns exactly one row. */
  row<Row extends object = Record<string, SqlValue>>(sql: string): Promise<Row>;
  /**
   * Runs one statement and hands out its result in columns, for writing tables out; numbers and nulls only. One chunk
   * at a time is held.
   */
  stream(sql: string): AsyncIterable<ResultChunk>;
  /** Makes a temporary table of one DOUBLE column, in the order of `place`, a column that counts its rows from 1. */
  fill(table: string, column: string, values: Float64Array): Promise<void>;
  /** Lets no later statement read or write a file outside of a directory, load an extension or lift this again. */
  confine(directory: string): Promise<void>;
  /** Interrupts what runs, waits until it has ended, and closes; nothing can be asked of it any more. */
  close(): Promise<void>;
}

/** Some consecutive rows of a result. */
export interface ResultChunk {
  readonly rowCount: number;
  /** Values of a column, by row of the chunk: INTEGER and DOUBLE as number, BIGINT as bigint. */
  getColumnVector(column: number): { getItem(row: number): unknown };
}

/** Limits of the engine. */
export interface EngineOptions {
  /** Most memory that the engine may hold before it spills, as DuckDB writes sizes. Default `1GB`. */
  readonly memoryLimit: string;
  /** Threads to use; results do not depend on it. Default: as many as there are cores. */
  readonly threads?: number | undefined;
  /** Directory for what does not fit into memory; it is made when it is needed. */
  readonly spillDirectory: string;
}

/** Opens an in-memory DuckDB that spills to disk beyond its memory limit. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: options.memoryLimit,
    temp_directory: options.spillDirectory,
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  });
  return duckdbEngine(instance, await instance.connect(), options);
};

/** Kinds of errors that come before any row is looked at, or that are about files; messages of others may hold values. */
const WITHOUT_VALUES: ReadonlySet<string> = new Set([
  "Binder",
  "Catalog",
  "IO",
  "Not implemented",
  "Parser",
  "Permission",
]);

const INTERRUPT_MS = 20;

const duckdbEngine = (
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  { memoryLimit, spillDirectory }: EngineOptions,
): Engine => {
  // Closing the library under a statement ends the process with a signal, or never.
  const statements = inFlight("the engine");
  const translate = (cause: unknown): never => {
    const message = isNativeError(cause) ? cause.message : "";
    if (/No space left|not enough disk space|max_temp_directory_size/i.test(message))
      throw new EngineDiskFull({ directory: spillDirectory }, { cause });
    if (message.startsWith("Out of Memory"))
      throw new EngineOutOfMemory({ memoryLimit }, { cause });
    const kind = /^([A-Z][A-Za-z ]*) Error: /.exec(message)?.[1];
    if (kind === undefined || WITHOUT_VALUES.has(kind)) throw cause;
    throw new ValueRefused({ kind });
  };
  const rows = async <Row extends object>(sql: string): Promise<Row[]> => {
    const reader = await statements.run(() => connection.runAndReadAll(sql)).catch(translate);
    return reader.getRowObjects().map((row) => plain(row) as Row);
  };
  return {
    async run(sql) {
      await statements.run(() => connection.run(sql)).catch(translate);
    },
    rows,
    async row<Row extends object>(sql: string) {
      const [first, ...others] = await rows<Row>(sql);
      if (first === undefined || others.length > 0) throw new Error(`Expected one row: ${sql}`);
      return first;
    },
    async *stream(sql) {
      try {
        const result = await statements.run(() => connection.stream(sql));
        for (;;) {
          const chunk = await statements.run(() => result.fetchChunk());
          if (chunk === null || chunk.rowCount === 0) return;
          yield chunk;
        }
      } catch (cause) {
        translate(cause);
      }
    },
    async fill(table, column, values) {
      const names = `place BIGINT, ${identifier(column)} DOUBLE`;
      try {
        await statements.run(async () => {
          await connection.run(`CREATE OR REPLACE TEMP TABLE ${identifier(table)} (${names})`);
          const appender = await connection.createAppender(table);
          for (let row = 0; row < values.length; row++) {
            appender.appendBigInt(BigInt(row + 1));
            appender.appendDouble(values[row]!);
            appender.endRow();
          }
          appender.closeSync();
        });
      } catch (cause) {
        translate(cause);
      }
    },
    async confine(directory) {
      await statements.run(async () => {
        await connection.run(`SET allowed_directories = [${literal(directory)}]`);
        await connection.run("SET enable_external_access = false; SET lock_configuration = true");
      });
    },
    async close() {
      // What waits for its turn has nothing to interrupt yet.
      const interrupting = setInterval(() => connection.interrupt(), INTERRUPT_MS);
      connection.interrupt();
      await statements.end();
      clearInterval(interrupting);
      connection.closeSync();
      instance.closeSync();
    },
  };
};

const plain = (row: Record<string, unknown>): Record<string, unknown> => {
  for (const [name, value] of Object.entries(row))
    if (typeof value === "bigint") row[name] = Number(value);
  return row;
};

/** A value as a SQL string literal. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/**
 * A number as a SQL literal of type DOUBLE. Without an exponent the engine would take it for a DECIMAL, which computes
 * slowly and does not keep all digits.
 *
 * @throws `NUMBER_NOT_FINITE`, which no literal is
 */
export const double = (value: number): string => {
  if (!Number.isFinite(value)) throw new NumberNotFinite({ what: "A sum over the observations" });
  return `(${value.toExponential()})`;
};

/** A name as a quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
