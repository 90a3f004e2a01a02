import type { ManifestFeature } from "@despliega/storage";

import type { Dialect } from "../engine/dialect.js";
import { double, identifier, literal } from "../engine/sql.js";
import type { CodedFeature } from "../model/coded-feature.js";

/** A feature whose categories are known. */
export type SqlFeature = CodedFeature | ManifestFeature;

/** Whether a model takes the values of a feature as `features.sql` returns them. */
export const isPlain = ({ type, bounds }: SqlFeature): boolean =>
  (type === "integer" || type === "number") && bounds?.clip !== true;

/**
 * SQL of a feature's value as callers know it: a number within bounds that clip, a boolean, or a name.
 *
 * @param column SQL of what `features.sql` returns
 */
export const valueSql = (
  dialect: Dialect,
  feature: SqlFeature,
  column = identifier(feature.name),
): string => {
  const { type } = feature;
  if (type === "boolean") return dialect.cast(column, "boolean");
  if (type === "category") return `nullif(${dialect.cast(column, "text")}, '')`;
  if (isPlain(feature)) return column;
  const clipped = clippedSql(dialect, feature, column);
  return type === "integer" ? dialect.cast(clipped, "bigint") : clipped;
};

/** SQL of a feature's value as {@link valueSql} has it, in a type that the engine hands out as a value of JSON. */
export const typedValueSql = (
  dialect: Dialect,
  feature: SqlFeature,
  column = identifier(feature.name),
): string => {
  const value = valueSql(dialect, feature, column);
  const isNumber = feature.type === "integer" || feature.type === "number";
  return isNumber ? dialect.cast(value, "double") : value;
};

const clippedSql = ({ cast }: Dialect, { bounds = {} }: SqlFeature, column: string): string => {
  const number = cast(column, "double");
  const { min, max } = bounds;
  return [
    "CASE",
    ...(min === undefined ? [] : [`WHEN ${number} < ${double(min)} THEN ${double(min)}`]),
    ...(max === undefined ? [] : [`WHEN ${number} > ${double(max)} THEN ${double(max)}`]),
    `ELSE ${number} END`,
  ].join(" ");
};

/** SQL that is true of a value that a feature refuses: a name that is none of its own, or a number out of bounds. */
export const refusedSql = (dialect: Dialect, feature: SqlFeature): string => {
  const { type, categories = [], unseen, bounds } = feature;
  if (type === "category")
    return unseen === "other"
      ? "false"
      : `${valueSql(dialect, feature)} NOT IN (${categories.map(literal).join()})`;
  if (bounds === undefined || bounds.clip === true) return "false";
  const number = dialect.cast(identifier(feature.name), "double");
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE } = bounds;
  return `${number} < ${double(min)} OR ${number} > ${double(max)}`;
};
