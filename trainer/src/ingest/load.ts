import { identifier, type Engine } from "../engine.js";
import type { PlainColumns } from "../model/columns.js";
import { checks, typed } from "./checks.js";
import { readCsv } from "./read-csv.js";

/** A file of well-formed rows. */
export interface Rows {
  readonly file: string;
  /** Names of its fields, in the file's order. */
  readonly names: readonly string[];
  /** False for an input as it came, header first and row n on line n + 1; true for the copy that {@link sortOut} makes. */
  readonly numbered: boolean;
}

/** Why a row is rejected, and for which column. */
export interface Reason {
  readonly column: string;
  readonly reason: string;
}

/** A table of the model's columns that still has the rows to be rejected. */
export interface Loaded {
  /** As a SQL identifier, like `fault`. */
  readonly table: string;
  /** Column with the place of a row's reason in `reasons`, counted from 1; NULL in a row that fits. */
  readonly fault: string;
  /** SQL for the number of a row's line. */
  readonly line: string;
  /** Columns that are not the model's. */
  readonly extra: readonly string[];
  readonly reasons: readonly Reason[];
}

const FAULT = identifier(": fault");
const LINE = identifier(": line");

/** Loads rows in their order into a table, with the first fault of each. */
export const load = async (
  engine: Engine,
  { file, names, numbered }: Rows,
  columns: PlainColumns,
  table: string,
): Promise<Loaded> => {
  const text = (name: string) =>
    names.includes(name) ? `c${names.indexOf(name)}` : "NULL::VARCHAR";
  const positions = names.map((_, at) => `c${at}`);
  const present = Object.entries(columns).filter(([name]) => names.includes(name));
  const reasons = checks(Object.fromEntries(present), text);
  const values = [
    ...Object.entries(columns).map(
      ([name, column]) => `${typed(column, text(name))} AS ${identifier(name)}`,
    ),
    ...(numbered ? [`line::BIGINT AS ${LINE}`] : []),
  ];
  const cases = reasons.map(({ fails }, at) => `WHEN ${fails} THEN ${at + 1}`);
  await engine.run(`
    CREATE OR REPLACE TABLE ${table} AS
    SELECT ${values.join(", ")}, (CASE WHEN false THEN 0 ${cases.join(" ")} END)::USMALLINT AS ${FAULT}
    FROM ${readCsv(file, numbered ? ["line", ...positions] : positions, !numbered)}`);
  return {
    table,
    fault: FAULT,
    line: numbered ? LINE : "(rowid + 2)",
    extra: numbered ? [FAULT, LINE] : [FAULT],
    reasons,
  };
};
