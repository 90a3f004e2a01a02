import { literal } from "../engine.js";
import type { PlainColumn, PlainColumns, TextColumn } from "../model/columns.js";

/** A reason to reject a row for one of its columns. */
export interface Check {
  readonly column: string;
  readonly reason: string;
  /** SQL over the fields' text, true when the row is to be rejected. */
  readonly fails: string;
}

type Rule = readonly [reason: string, fails: string];
type ValueColumn = Exclude<PlainColumn, TextColumn>;

const INTEGER = "[+-]?[0-9]+";
const NUMBER = String.raw`[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?`;

const widest = {
  integer: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
  number: { min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
  decimal: {},
  date: {},
} as const;

/** SQL for a column's value, NULL where its text cannot be one. */
export const typed = (column: PlainColumn, text: string): string => {
  switch (column.type) {
    case "integer":
      return `TRY_CAST(${text} AS BIGINT)`;
    case "number":
      return `TRY_CAST(${text} AS DOUBLE)`;
    case "decimal":
      // From text to 128 bits takes a hundred times as long as to 64 bits, which nearly every value fits.
      return `coalesce(TRY_CAST(${text} AS DECIMAL(18,10))::DECIMAL(38,10), TRY_CAST(${text} AS DECIMAL(38,10)))`;
    case "date":
      return `TRY_CAST(${text} AS DATE)`;
    case "text":
      return text;
  }
};

/**
 * All checks that look at one row alone, in the order of the model's columns; the first that fails names the reason.
 *
 * @param text SQL for the text of a column, NULL when the field is empty
 */
export const checks = (columns: PlainColumns, text: (name: string) => string): readonly Check[] =>
  Object.entries(columns).flatMap(([name, column]) =>
    rules(column, text(name)).map(([reason, fails]) => ({ column: name, reason, fails })),
  );

const rules = (column: PlainColumn, text: string): readonly Rule[] => [
  ...(column.optional === true ? [] : [["missing", `${text} IS NULL`] as const]),
  ...(column.type === "text" ? textRules(column, text) : valueRules(column, text)),
];

const textRules = ({ values, maxLength }: TextColumn, text: string): readonly Rule[] => {
  const found: Rule[] = [];
  if (values !== undefined)
    found.push([
      "not one of the allowed values",
      `${text} NOT IN (${values.map(literal).join(", ")})`,
    ]);
  if (maxLength !== undefined) found.push(["too long", `length(${text}) > ${maxLength}`]);
  return found;
};

const valueRules = (column: ValueColumn, text: string): readonly Rule[] => {
  const value = typed(column, text);
  const { min, max } = { ...widest[column.type], ...column };
  const found = [...syntaxRules(column.type, text, value)];
  if (min !== undefined) found.push(["out of range", `${value} < ${bound(min)}`]);
  if (max !== undefined) found.push(["out of range", `${value} > ${bound(max)}`]);
  return found;
};

// The engine's casts are laxer: they take 1_000, inf, 59.0 as an integer, 2020-1-5 and infinity as dates. A value that
// reads back as its text is right; patterns cost more and are left for the others.
const syntaxRules = (type: ValueColumn["type"], text: string, value: string): readonly Rule[] => {
  const noValue = `${text} IS NOT NULL AND ${value} IS NULL`;
  const otherThan = (pattern: string) => `NOT regexp_full_match(${text}, ${literal(pattern)})`;
  switch (type) {
    case "integer":
      return [
        [
          "not an INTEGER",
          `(${value} IS NULL OR ${value}::VARCHAR <> ${text}) AND ${otherThan(INTEGER)}`,
        ],
        ["out of range", noValue],
      ];
    case "number":
    case "decimal":
      return [
        ["not a NUMBER", otherThan(NUMBER)],
        ["out of range", noValue],
      ];
    case "date":
      return [
        ["not a DATE", noValue],
        ["not a DATE", `length(${text}) <> 10 OR ${value}::VARCHAR <> ${text}`],
      ];
  }
};

const bound = (value: number | string): string =>
  typeof value === "number" ? String(value) : `DATE ${literal(value)}`;
