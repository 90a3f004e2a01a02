import type { NewPart, Value } from "@despliega/storage";

import { typedValueSql } from "../dataset/feature-sql.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { codedFeature } from "../model/coded-feature.js";
import type { FeatureDefinition } from "../model/feature.js";

/** The part with the features of an entity without history, under their names. */
export const unknownPart = async (
  engine: Engine,
  { name: table }: ObservationTable,
  features: readonly FeatureDefinition[],
): Promise<NewPart> => {
  const values = features.map((feature) => {
    const column = identifier(feature.name);
    return `${typedValueSql(engine.dialect, codedFeature(feature))} AS ${column}`;
  });
  const found = await engine.row<Record<string, Value>>(`SELECT ${values.join()} FROM ${table}`);
  const named = Object.fromEntries(features.map(({ name }) => [name, found[name] ?? null]));
  const text = JSON.stringify({ features: named }, null, 2);
  return { name: "unknown.json", source: Buffer.from(`${text}\n`) };
};
