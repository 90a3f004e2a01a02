import type { ReturnedColumn } from "./description.js";

/** A Parquet file with a part of the rows of a query. */
export interface PartFile {
  readonly file: string;
  readonly rows: number;
}

/** Rows of every part but the last: eight groups of DuckDB's writer. */
export const PART_ROWS = 8 * 122_880;

/** DuckDB's types of the columns of a part, by what their values are, so that every engine writes the same ones. */
export const PART_TYPES: Readonly<Record<ReturnedColumn["kind"], string>> = {
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  day: "DATE",
  text: "VARCHAR",
  other: "VARCHAR",
};
