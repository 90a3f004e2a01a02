import type { Column } from "../../model/columns.js";
import type { Value } from "./tests-schema.js";

/** Why a column of an input does not take a given value, as the end of a sentence; undefined when it does. */
export const valueProblem = (column: Column, value: Value): string | undefined => {
  if (value === null)
    return column.optional ? undefined : "is null, and the column is not optional: write a value";
  switch (column.type) {
    case "integer":
      return Number.isSafeInteger(value)
        ? outside(column, value as number)
        : "must be a whole number";
    case "number":
    case "decimal":
      return typeof value === "number" ? outside(column, value) : "must be a number";
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "date":
      return isDay(value) ? undefined : 'must be a day, such as "2026-01-31"';
    case "timestamp":
      return isMoment(value) ? undefined : 'must be a moment, such as "2026-01-31 09:30"';
    case "text":
      if (typeof value !== "string") return "must be text: put it in quotes";
      return column.person === undefined && column.values?.includes(value) === false
        ? `must be one of ${column.values.join(", ")}`
        : undefined;
  }
};

const outside = (
  { min = -Infinity, max = Infinity }: { readonly min?: number; readonly max?: number },
  value: number,
): string | undefined => {
  if (value < min) return `must be at least ${min}`;
  return value > max ? `must be at most ${max}` : undefined;
};

const isDay = (value: Value): boolean =>
  typeof value === "string" &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

const isMoment = (value: Value): boolean =>
  typeof value === "string" &&
  isDay(value.slice(0, 10)) &&
  /^.{10}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/.test(value) &&
  !Number.isNaN(Date.parse(`${value.slice(0, 10)}T${value.slice(11) || "00:00"}Z`));
