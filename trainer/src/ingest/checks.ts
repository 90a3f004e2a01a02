import type { Dialect } from "../engine/dialect.js";
import { literal } from "../engine/sql.js";
import type { PlainColumn, PlainColumns, TextColumn } from "../model/columns.js";
import { reading, type Reading } from "./reading.js";

/** A reason to reject a row for one of its columns. */
export interface Check {
  readonly column: string;
  readonly reason: string;
  /** SQL over the fields' text, true when the row is to be rejected. */
  readonly fails: string;
}

type Rule = readonly [reason: string, fails: string];

const widest = {
  integer: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
  number: { min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
  decimal: {},
  date: {},
  timestamp: {},
  text: {},
} as const;

/** SQL for a column's value, NULL where its text says that it is missing or cannot be one. */
export const typed = (dialect: Dialect, column: PlainColumn, text: string): string =>
  reading(dialect, column, text).value;

/**
 * All checks that look at one row alone, in the order of the model's columns; of each column the first that fails names
 * the reason.
 *
 * @param text SQL for the text of a column, NULL when the field is empty
 * @param value SQL for the value of a column, where it is there already. Default: it is made of the text
 */
export const checks = (
  dialect: Dialect,
  columns: PlainColumns,
  text: (name: string) => string,
  value?: (name: string) => string,
): readonly Check[] =>
  Object.entries(columns).flatMap(([name, column]) =>
    rules(dialect, column, {
      ...reading(dialect, column, text(name)),
      ...(value && { value: value(name) }),
    }).map(([reason, fails]) => ({
      column: name,
      reason,
      fails,
    })),
  );

const rules = (
  dialect: Dialect,
  column: PlainColumn,
  { value, missing, faults }: Reading,
): readonly Rule[] => {
  // Most values can be read, and whether one is missing is asked of the others only.
  const unread = `(CASE WHEN ${value} IS NOT NULL THEN false ELSE NOT ${missing} END)`;
  return [
    ...(column.optional === true
      ? []
      : [["missing", `CASE WHEN ${value} IS NOT NULL THEN false ELSE ${missing} END`] as const]),
    ...faults.map(([reason, holds]): Rule => [reason, `${unread} AND ${holds}`]),
    ...bounds(dialect, column, value),
  ];
};

const bounds = (dialect: Dialect, column: PlainColumn, value: string): readonly Rule[] => {
  if (column.type === "text") return lengthRule(column, value);
  if (column.type === "boolean") return [];
  const found: Rule[] = [];
  const { min, max }: { readonly min?: number | string; readonly max?: number | string } = {
    ...widest[column.type],
    ...column,
  };
  const bounded = column.type === "timestamp" ? dialect.cast(value, "date") : value;
  if (min !== undefined) found.push(["out of range", `${bounded} < ${bound(min)}`]);
  if (max !== undefined) found.push(["out of range", `${bounded} > ${bound(max)}`]);
  if ("latest" in column && column.latest !== undefined)
    found.push(["after the day of the run", `${bounded} > ${bound(column.latest)}`]);
  return found;
};

const lengthRule = ({ maxLength }: TextColumn, value: string): readonly Rule[] =>
  maxLength === undefined ? [] : [["too long", `length(${value}) > ${maxLength}`]];

const bound = (value: number | string): string =>
  typeof value === "number" ? String(value) : `DATE ${literal(value)}`;
