import { identifier, type Engine } from "../engine/engine.js";
import type { PlainColumns } from "../model/columns.js";
import { checks, typed, type Check } from "./checks.js";
import { readCsv } from "./read-csv.js";

/** A file of well-formed rows. */
export interface Rows {
  readonly file: string;
  /** Names of its fields, in the file's order. */
  readonly names: readonly string[];
  /** False for an input as it came, header first and row n on line n + 1; true for the copy that {@link sortOut} makes. */
  readonly numbered: boolean;
  /** Whether each row is one line. */
  readonly oneLineEach: boolean;
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
  /** Column with the place of a row's first reason in `reasons`, counted from 1; NULL in a row that fits. */
  readonly fault: string;
  /** Column with the places of all of them, one for each column; NULL where `fault` was set later. */
  readonly faults: string;
  /** SQL for the number of a row's line. */
  readonly line: string;
  /** Columns that are not the model's. */
  readonly extra: readonly string[];
  readonly reasons: readonly Reason[];
}

const FAULT = identifier(": fault");
// Beside the first one: rows whose list is updated move to the end of the table.
const FAULTS = identifier(": faults");
const LINE = identifier(": line");

/**
 * Loads rows in their order into a table, with the first fault of each of their columns.
 *
 * @param before checks that come before those of the columns, of the same text
 */
export const load = async (
  engine: Engine,
  { file, names, numbered, oneLineEach }: Rows,
  columns: PlainColumns,
  table: string,
  before: (text: (name: string) => string) => readonly Check[] = () => [],
): Promise<Loaded> => {
  const text = (name: string) =>
    names.includes(name) ? `c${names.indexOf(name)}` : "NULL::VARCHAR";
  const positions = names.map((_, at) => `c${at}`);
  const present = Object.entries(columns).filter(([name]) => names.includes(name));
  const reasons = [...before(text), ...checks(Object.fromEntries(present), text)];
  const values = [
    ...Object.entries(columns).map(
      ([name, column]) => `${typed(column, text(name))} AS ${identifier(name)}`,
    ),
    ...(numbered ? [`line::BIGINT AS ${LINE}`] : []),
  ];
  const faults = firstOfEach(reasons).join(", ");
  await engine.run(`
    CREATE OR REPLACE TABLE ${table} AS
    SELECT ${values.join(", ")},
           coalesce(NULL, ${faults})::USMALLINT AS ${FAULT},
           CASE WHEN coalesce(NULL, ${faults}) IS NOT NULL
                THEN list_filter([${faults}], lambda place: place IS NOT NULL) END::USMALLINT[] AS ${FAULTS}
    FROM ${readCsv(file, numbered ? ["line", ...positions] : positions, { header: !numbered, oneLineEach })}`);
  return {
    table,
    fault: FAULT,
    faults: FAULTS,
    line: numbered ? LINE : "(rowid + 2)",
    extra: numbered ? [FAULT, FAULTS, LINE] : [FAULT, FAULTS],
    reasons,
  };
};

/** SQL for the place of the first reason of each column, NULL where it has none. */
const firstOfEach = (reasons: readonly Check[]): readonly string[] => {
  const cases = new Map<string, string[]>();
  reasons.forEach(({ column, fails }, at) => {
    const found = cases.get(column) ?? [];
    cases.set(column, [...found, `WHEN ${fails} THEN ${at + 1}`]);
  });
  return [...cases.values()].map((found) => `CASE ${found.join(" ")} END`);
};
