import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier } from "../engine/sql.js";
import type { PlainColumns } from "../model/columns.js";
import { checks, typed, type Check } from "./checks.js";

/** A file of well-formed rows. */
export interface RowFile {
  readonly file: string;
  /** Names of its fields, in the file's order. */
  readonly names: readonly string[];
  /** False for an input as it came, with a header; true for the copy that {@link sortOut} makes. */
  readonly numbered: boolean;
  /** Number of the first row of an input as it came. */
  readonly first: number;
  /** Whether each row is one line. */
  readonly oneLineEach: boolean;
}

/** Makes the checks of a row, in their order; see {@link load}. */
export type ChecksOf = (
  ofColumns: readonly Check[],
  text: (name: string) => string,
) => readonly Check[];

/** Why a row is rejected, and for which column. */
export interface Reason {
  readonly column: string;
  readonly reason: string;
}

/** A table of the model's columns that still has the rows to be rejected. */
export interface Loaded {
  readonly table: Relation;
  /** Column, as a SQL identifier, with the place of a row's first reason in `reasons`, counted from 1; NULL in a row that fits. */
  readonly fault: string;
  /** Column with the places of all of them, one for each column; NULL where `fault` was set later. */
  readonly faults: string;
  /** SQL for the number of a row. */
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
 * @param name of the table
 * @param checksOf the checks of a row, given those of the columns and SQL for the text of a field. Default: those of the
 * columns
 */
export const load = async (
  engine: Engine,
  { file, names, numbered, first, oneLineEach }: RowFile,
  columns: PlainColumns,
  name: string,
  checksOf: ChecksOf = (ofColumns) => ofColumns,
): Promise<Loaded> => {
  const { dialect } = engine;
  const text = (field: string) =>
    names.includes(field) ? `c${names.indexOf(field)}` : dialect.cast("NULL", "text");
  const positions = names.map((_, at) => `c${at}`);
  const present = Object.entries(columns).filter(([field]) => names.includes(field));
  const reasons = checksOf(checks(dialect, Object.fromEntries(present), text), text);
  const values = [
    ...Object.entries(columns).map(
      ([field, column]) => `${typed(dialect, column, text(field))} AS ${identifier(field)}`,
    ),
    ...(numbered ? [`${dialect.cast("line", "bigint")} AS ${LINE}`] : []),
  ];
  const faults = firstOfEach(reasons);
  const fault = `coalesce(NULL, ${faults.join(", ")})`;
  const fields = numbered ? ["line", ...positions] : positions;
  const table = await engine.table(
    `SELECT ${values.join(", ")}, ${dialect.cast(fault, "integer")} AS ${FAULT},
            CASE WHEN ${fault} IS NOT NULL THEN ${dialect.present(faults)} END AS ${FAULTS}
     FROM ${dialect.csv(file, fields, { header: !numbered, oneLineEach })}`,
    name,
  );
  return {
    table,
    fault: FAULT,
    faults: FAULTS,
    line: numbered ? LINE : `(${dialect.place} + ${first})`,
    extra: numbered ? [FAULT, FAULTS, LINE] : [FAULT, FAULTS],
    reasons,
  };
};

/** SQL for the place of the first reason of each column, NULL where it has none. */
export const firstOfEach = (reasons: readonly Check[]): readonly string[] => {
  const cases = new Map<string, string[]>();
  reasons.forEach(({ column, fails }, at) => {
    const found = cases.get(column) ?? [];
    cases.set(column, [...found, `WHEN ${fails} THEN ${at + 1}`]);
  });
  return [...cases.values()].map((found) => `CASE ${found.join(" ")} END`);
};
