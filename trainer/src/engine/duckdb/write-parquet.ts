import { resolve } from "node:path";

import { identifier, literal } from "../sql.js";
import { duckdbDialect } from "./dialect.js";

/** A column of a Parquet file to be written. */
export interface WrittenColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "number";
}

const TYPES = { text: "VARCHAR", integer: "BIGINT", number: "DOUBLE" } as const;

/**
 * Writes a Parquet file of a CSV with a header, row by row in its order. An empty field is no value.
 *
 * @param file in the standard format
 * @param directory the only place that the engine reaches; both files are in it
 */
export const writeParquet = async (
  file: string,
  columns: readonly WrittenColumn[],
  to: string,
  directory: string,
): Promise<void> => {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    memory_limit: "500MB",
    threads: "2",
  });
  const connection = await instance.connect();
  try {
    await connection.run(`
      SET temp_directory = ${literal(resolve(directory, "spill"))};
      SET allowed_directories = [${literal(resolve(directory))}];
      SET enable_external_access = false;
      SET lock_configuration = true`);
    const names = columns.map((_, at) => `c${at}`);
    const typed = columns.map(
      ({ name, type }, at) => `CAST(c${at} AS ${TYPES[type]}) AS ${identifier(name)}`,
    );
    await connection.run(`
      COPY (SELECT ${typed.join(", ")}
            FROM ${duckdbDialect.csv(file, names, { header: true, oneLineEach: false })})
      TO ${literal(resolve(to))} (FORMAT parquet)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
