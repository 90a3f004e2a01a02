import { isNativeError } from "node:util/types";
import { resolve } from "node:path";

import type { DuckDBConnection } from "@duckdb/node-api";

import { identifier, literal } from "../sql.js";
import { withSmallEngine } from "./small-engine.js";

/** A column of a Parquet file. */
export interface ParquetColumn {
  readonly name: string;
  /** The engine's name of its type, in capitals. */
  readonly type: string;
  /** Whether its values are lists, structures or bytes, which no column of a table takes. */
  readonly isNested: boolean;
}

/** A Parquet file that an engine of its own has open. */
export interface ParquetFile {
  /** In the file's order. */
  readonly columns: readonly ParquetColumn[];
  /**
   * Writes columns as a CSV in UTF-8 with a header, row by row in the file's order, each value as its text: days and
   * midnights as YYYY-MM-DD, moments in UTC, nothing where there is no value.
   *
   * @param to a file of the directory that the engine was opened for
   */
  writeCsv(names: readonly string[], to: string): Promise<void>;
}

/**
 * Runs work on a Parquet file in an engine of its own, which reaches no file but this one and those of a directory,
 * loads no extension, and forgets what it read.
 *
 * @throws what `refuse` makes of the engine's error, whose message may repeat a value
 */
export const withParquet = async <T>(
  file: string,
  directory: string,
  work: (parquet: ParquetFile) => Promise<T>,
  refuse: (cause: Error) => Error,
): Promise<T> => {
  const settings = `SET TimeZone = 'UTC'; SET allowed_paths = [${literal(resolve(file))}]`;
  try {
    return await withSmallEngine(directory, settings, async (connection) =>
      work(await opened(connection, file)),
    );
  } catch (cause) {
    if (!isNativeError(cause) || !/^[A-Z][A-Za-z ]* Error: /.test(cause.message)) throw cause;
    throw refuse(cause);
  }
};

const opened = async (connection: DuckDBConnection, file: string): Promise<ParquetFile> => {
  const table = `read_parquet(${literal(withoutPatterns(resolve(file)))}, hive_partitioning = false)`;
  const described = await connection.runAndReadAll(`DESCRIBE FROM ${table}`);
  const columns = described.getRowObjects().map((row) => ({
    name: String(row["column_name"]),
    type: String(row["column_type"]),
    isNested: /[[(]|^(?:BLOB|BIT|MAP|STRUCT|UNION|VARIANT)/.test(
      String(row["column_type"]).replace(/^DECIMAL\(.*\)$|^ENUM\(.*\)$/, ""),
    ),
  }));
  return {
    columns,
    async writeCsv(names, to) {
      const written = columns.filter(({ name }) => names.includes(name));
      const texts = written.map((column, at) => textOf(column, at === 0));
      await connection.run(`
        COPY (SELECT ${texts.join(", ")} FROM ${table})
        TO ${literal(resolve(to))} (FORMAT csv, HEADER, FORCE_QUOTE (${identifier(written[0]!.name)}))`);
    },
  };
};

/** The first is never empty, as a line without a character is no row. */
const textOf = ({ name, type }: ParquetColumn, isFirst: boolean): string => {
  const value = identifier(name);
  const text = type.startsWith("TIMESTAMP")
    ? `regexp_replace(${value}::TIMESTAMP::VARCHAR, ' 00:00:00$', '')`
    : `${value}::VARCHAR`;
  return `${isFirst ? `coalesce(${text}, '')` : text} AS ${value}`;
};

const withoutPatterns = (path: string): string => path.replace(/[*?[]/gu, "[$&]");
