import { resolve } from "node:path";

import { identifier, literal } from "../sql.js";
import { duckdbDialect } from "./dialect.js";
import { withSmallEngine } from "./small-engine.js";

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
  const settings = `SET temp_directory = ${literal(resolve(directory, "spill"))}`;
  await withSmallEngine(directory, settings, async (connection) => {
    const names = columns.map((_, at) => `c${at}`);
    const typed = columns.map(
      ({ name, type }, at) => `CAST(c${at} AS ${TYPES[type]}) AS ${identifier(name)}`,
    );
    await connection.run(`
      COPY (SELECT ${typed.join(", ")}
            FROM ${duckdbDialect.csv(file, names, { header: true, oneLineEach: false })})
      TO ${literal(resolve(to))} (FORMAT parquet)`);
  });
};
