import { writeFile } from "node:fs/promises";

import type { ArrowField } from "./arrow-file.js";
import { coded } from "../dataset/coded.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { codedFeature } from "../model/coded-feature.js";
import type { ServedKey } from "../model/entity-columns.js";
import type { FeatureDefinition } from "../model/feature.js";

/**
 * Writes the serving observations as an Arrow file, in the order of their keys: each key as int64 or utf8, then the numbers
 * of each feature as int32 where all are whole and of that size, else as float64. Equal tables give equal bytes.
 */
export const writeFeaturesArrow = async (
  engine: Engine,
  serving: ObservationTable,
  keys: readonly ServedKey[],
  features: readonly FeatureDefinition[],
  file: string,
): Promise<void> => {
  const { cast } = engine.dialect;
  const numbers = await coded(engine, serving, features.map(codedFeature), "view");
  const types = await typesOf(engine, numbers, features);
  const fields = features.map(({ name, missing = "refused" }, i): ArrowField => {
    return { name, type: types[i]!, nullable: missing !== "refused" };
  });
  const casts = fields.map(({ name, type }) =>
    cast(identifier(name), type === "int32" ? "integer" : "double"),
  );
  const keyCasts = keys.map(({ sql, type }) => cast(sql, type === "integer" ? "bigint" : "text"));
  const order = keys.map(({ sql }) => sql).join();
  const batches = engine.stream(
    `SELECT ${[...keyCasts, ...casts].join()} FROM ${numbers.name} ORDER BY ${order}`,
  );
  const keyFields = keys.map(({ name, type }): ArrowField => {
    return { name, type: type === "integer" ? "int64" : "utf8", nullable: false };
  });
  const all = [...keyFields, ...fields];
  // Only a release with many entities needs the library.
  const { arrowFile } = await import("./arrow-file.js");
  await writeFile(file, arrowFile(all, batches));
};

// The smallest int32 is left out, since it marks missing values in the api.
const typesOf = async (
  engine: Engine,
  { name: table }: ObservationTable,
  features: readonly FeatureDefinition[],
): Promise<("int32" | "float64")[]> => {
  const fits = features.map(({ name, type }, i) => {
    const number = identifier(name);
    const size = engine.dialect.cast(number, "double");
    const rule = `${number} = floor(${number}) AND abs(${size}) < 2147483648`;
    return `${type !== "number" ? `coalesce(bool_and(${rule}), true)` : "false"} AS c${i}`;
  });
  const row = await engine.row<Record<string, boolean>>(`SELECT ${fits.join()} FROM ${table}`);
  return features.map((_, i) => (row[`c${i}`] === true ? "int32" : "float64"));
};
