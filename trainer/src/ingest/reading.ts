import { BLANKS, MISSING_FIELD, NUMBER_FIELD } from "@despliega/storage";

import { literal } from "../engine/engine.js";
import type { PlainColumn, TextColumn } from "../model/columns.js";

/** How SQL reads the text of a column by the rule that `storage` has of values. */
export interface Reading {
  /** The value; NULL where it is missing and where the text cannot be one. */
  readonly value: string;
  /** Whether the text, NULL for an empty field, says that there is no value; true or false. */
  readonly missing: string;
  /** Why a text that is not missing has no value, the reason of the first condition that is true. */
  readonly faults: readonly (readonly [reason: string, holds: string])[];
}

const matches = (text: string, pattern: string): string =>
  `regexp_full_match(${text}, ${literal(pattern)})`;
const trimmed = (text: string): string => `trim(${text}, ${literal(BLANKS)})`;
const saysMissing = (text: string): string =>
  `(${text} IS NULL OR ${matches(text, MISSING_FIELD)})`;

/** Reads the text of a column; conditions that cost little come first, as they hold of nearly every field. */
export const reading = (column: PlainColumn, text: string): Reading => {
  switch (column.type) {
    case "integer":
      return integer(text);
    case "number":
      return number(text, `TRY_CAST(${text} AS DOUBLE)`);
    case "decimal":
      // From text to 128 bits takes a hundred times as long as to 64 bits, which nearly every value fits.
      return number(
        text,
        `coalesce(TRY_CAST(${text} AS DECIMAL(18,10))::DECIMAL(38,10), TRY_CAST(${text} AS DECIMAL(38,10)))`,
      );
    case "date":
      return date(text);
    case "text":
      return column.values === undefined ? freeText(text) : listedText(column.values, text);
  }
};

// The engine's casts are laxer than the rule: they take 1_000 and inf, round 59.5 to an integer, and know an epoch.

const integer = (text: string): Reading => {
  const plain = `TRY_CAST(${text} AS BIGINT)`;
  const double = `TRY_CAST(${text} AS DOUBLE)`;
  const isWhole = `${matches(text, NUMBER_FIELD)} AND coalesce(${double} = trunc(${double}), true)`;
  return {
    value: `(CASE WHEN ${plain}::VARCHAR = ${text} THEN ${plain} WHEN ${isWhole} THEN TRY_CAST(${double} AS BIGINT) END)`,
    missing: saysMissing(text),
    faults: [
      ["not an INTEGER", `NOT (${isWhole})`],
      ["out of range", "true"],
    ],
  };
};

const number = (text: string, cast: string): Reading => {
  const isNumber = matches(text, NUMBER_FIELD);
  return {
    value: `(CASE WHEN ${isNumber} THEN ${cast} END)`,
    missing: saysMissing(text),
    faults: [
      ["not a NUMBER", `NOT ${isNumber}`],
      ["out of range", "true"],
    ],
  };
};

const date = (text: string): Reading => {
  const day = `(CASE WHEN length(${text}) = 10 THEN ${text} ELSE ${trimmed(text)} END)`;
  const cast = `TRY_CAST(${day} AS DATE)`;
  return {
    value: `(CASE WHEN length(${day}) = 10 AND ${cast}::VARCHAR = ${day} THEN ${cast} END)`,
    missing: saysMissing(text),
    faults: [["not a DATE", "true"]],
  };
};

const listedText = (values: NonNullable<TextColumn["values"]>, text: string): Reading => {
  const list = `(${values.map(literal).join(", ")})`;
  return {
    value: `(CASE WHEN ${text} IN ${list} THEN ${text} WHEN ${trimmed(text)} IN ${list} THEN ${trimmed(text)} END)`,
    missing: saysMissing(text),
    faults: [["not one of the allowed values", "true"]],
  };
};

const freeText = (text: string): Reading => ({
  value: text,
  missing: `(${text} IS NULL)`,
  faults: [],
});
