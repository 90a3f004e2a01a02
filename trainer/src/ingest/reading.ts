import { BLANKS, MISSING_FIELD, NUMBER_FIELD } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { literal } from "../engine/sql.js";
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

const saysMissing = ({ matches }: Dialect, text: string): string =>
  `(${text} IS NULL OR ${matches(text, MISSING_FIELD)})`;

/** Reads the text of a column; conditions that cost little come first, as they hold of nearly every field. */
export const reading = (dialect: Dialect, column: PlainColumn, text: string): Reading => {
  switch (column.type) {
    case "integer":
      return integer(dialect, text);
    case "number":
      return number(dialect, text, dialect.tryCast(text, "double"));
    case "decimal":
      return number(dialect, text, decimal(dialect, text));
    case "date":
      return date(dialect, text);
    case "timestamp":
      return timestamp(dialect, text);
    case "boolean":
      return boolean(dialect, text);
    case "text":
      return column.values === undefined
        ? freeText(text)
        : listedText(dialect, column.values, text);
  }
};

// The engine's casts are laxer than the rule: they take 1_000 and inf, round 59.5 to an integer, and know an epoch.

const integer = (dialect: Dialect, text: string): Reading => {
  const { cast, tryCast, matches } = dialect;
  const plain = tryCast(text, "bigint");
  const asDouble = tryCast(text, "double");
  const isWhole = `${matches(text, NUMBER_FIELD)} AND coalesce(${asDouble} = floor(${asDouble}), true)`;
  return {
    value:
      `(CASE WHEN ${cast(plain, "text")} = ${text} THEN ${plain} ` +
      `WHEN ${isWhole} THEN ${tryCast(asDouble, "bigint")} END)`,
    missing: saysMissing(dialect, text),
    faults: [
      ["not an INTEGER", `NOT (${isWhole})`],
      ["out of range", "true"],
    ],
  };
};

/** From text to 128 bits takes a hundred times as long as to 64 bits, which nearly every value fits. */
const decimal = ({ cast, tryCast }: Dialect, text: string): string => {
  const short = cast(tryCast(text, "decimal(18, 10)"), "decimal(38, 10)");
  return `coalesce(${short}, ${tryCast(text, "decimal(38, 10)")})`;
};

const number = (dialect: Dialect, text: string, cast: string): Reading => {
  const isNumber = dialect.matches(text, NUMBER_FIELD);
  return {
    value: `(CASE WHEN ${isNumber} THEN ${cast} END)`,
    missing: saysMissing(dialect, text),
    faults: [
      ["not a NUMBER", `NOT ${isNumber}`],
      ["out of range", "true"],
    ],
  };
};

const date = (dialect: Dialect, text: string): Reading => {
  const { bytes, cast, tryCast, trimmed } = dialect;
  const isDay = (of: string) =>
    `${bytes(of)} = 10 AND ${cast(tryCast(of, "date"), "text")} = ${of}`;
  const bare = trimmed(text, BLANKS);
  return {
    value:
      `(CASE WHEN ${isDay(text)} THEN ${tryCast(text, "date")} ` +
      `WHEN ${bytes(text)} > 10 AND ${isDay(bare)} THEN ${tryCast(bare, "date")} END)`,
    missing: saysMissing(dialect, text),
    faults: [["not a DATE", "true"]],
  };
};

const DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
const SECONDS = "(:[0-5][0-9]([.][0-9]{1,9})?)";
const ZONE = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)";
const WITHOUT_ZONE = `${DAY}([ T]${TIME}${SECONDS}?)?`;
const WITH_ZONE = `${DAY}[ T]${TIME}${SECONDS}${ZONE}`;

const timestamp = (dialect: Dialect, text: string): Reading => {
  const { matches, tryCast, trimmed, utc } = dialect;
  const moment = trimmed(text, BLANKS);
  return {
    value:
      `(CASE WHEN ${moment} LIKE '0000%' THEN NULL ` +
      `WHEN ${matches(moment, WITHOUT_ZONE)} THEN ${tryCast(moment, "timestamp")} ` +
      `WHEN ${matches(moment, WITH_ZONE)} THEN ${utc(moment)} END)`,
    missing: saysMissing(dialect, text),
    faults: [["not a TIMESTAMP", "true"]],
  };
};

const boolean = (dialect: Dialect, text: string): Reading => {
  const word = `lower(${dialect.trimmed(text, BLANKS)})`;
  return {
    value: `(CASE WHEN ${word} IN ('true', '1') THEN true WHEN ${word} IN ('false', '0') THEN false END)`,
    missing: saysMissing(dialect, text),
    faults: [["not a BOOLEAN", "true"]],
  };
};

const listedText = (
  dialect: Dialect,
  values: NonNullable<TextColumn["values"]>,
  text: string,
): Reading => {
  const list = `(${values.map(literal).join(", ")})`;
  const bare = dialect.trimmed(text, BLANKS);
  return {
    value: `(CASE WHEN ${text} IN ${list} THEN ${text} WHEN ${bare} IN ${list} THEN ${bare} END)`,
    missing: saysMissing(dialect, text),
    faults: [["not one of the allowed values", "true"]],
  };
};

const freeText = (text: string): Reading => ({
  value: text,
  missing: `(${text} IS NULL)`,
  faults: [],
});
