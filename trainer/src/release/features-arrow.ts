import { writeFile } from "node:fs/promises";

import type { ArrowField } from "./arrow-file.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { FeatureDefinition } from "../model/feature.js";

/**
 * Writes the serving observations as an Arrow file, in the order of their entities: the entity as int64, then each
 * feature as int32 where all its values are whole numbers of that size, else as float64. Equal tables give equal bytes.
 */
export const writeFeaturesArrow = async (
  engine: Engine,
  serving: ObservationTable,
  entity: string,
  features: readonly FeatureDefinition[],
  file: string,
): Promise<void> => {
  const types = await typesOf(engine, serving, features);
  const fields = features.map(({ name, missing = "refused" }, i): ArrowField => {
    return { name, type: types[i]!, nullable: missing !== "refused" };
  });
  const { cast } = engine.dialect;
  const casts = fields.map(({ name, type }) =>
    cast(identifier(name), type === "int32" ? "integer" : "double"),
  );
  const batches = engine.stream(
    `SELECT ${[cast("entity", "bigint"), ...casts].join()} FROM ${serving.name} ORDER BY entity`,
  );
  const all: ArrowField[] = [{ name: entity, type: "int64", nullable: false }, ...fields];
  // Only a release with many entities needs the library.
  const { arrowFile } = await import("./arrow-file.js");
  await writeFile(file, arrowFile(all, batches));
};

// The smallest int32 is left out, since it marks missing values in the api.
const typesOf = async (
  engine: Engine,
  serving: ObservationTable,
  features: readonly FeatureDefinition[],
): Promise<("int32" | "float64")[]> => {
  const fits = features.map(({ name, type }, i) => {
    const column = identifier(name);
    const size = engine.dialect.cast(column, "double");
    const rule = `${column} = floor(${column}) AND abs(${size}) < 2147483648`;
    return `${type === "integer" ? `coalesce(bool_and(${rule}), true)` : "false"} AS c${i}`;
  });
  const row = await engine.row<Record<string, boolean>>(
    `SELECT ${fits.join()} FROM ${serving.name}`,
  );
  return features.map((_, i) => (row[`c${i}`] === true ? "int32" : "float64"));
};
