import {
  answersOf,
  isStored,
  rowEncoder,
  type Golden,
  type KeyValue,
  type ManifestFeature,
  type Scorer,
  type Value,
} from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import type { ServedKey } from "../../model/entity-columns.js";
import { goldenColumns, isChosen, madeUpValue, partialSql } from "../golden.js";

/** Entities with their features, and how they are asked for. */
export interface GoldenEntities {
  readonly serving: ObservationTable;
  readonly keys: readonly ServedKey[];
  readonly features: readonly ManifestFeature[];
}

/**
 * Chooses entities from the first key to the last, some of them with missing values where there are any, and records what
 * the release answers about each. Values of features that come with the request are invented.
 */
export const editionGolden = async (
  engine: Engine,
  { serving, keys, features }: GoldenEntities,
  scorer: Scorer,
): Promise<Golden> => {
  const { dialect } = engine;
  const stored = features.filter(isStored);
  const keyOf = keys.map(({ type, sql }) =>
    dialect.cast(sql, type === "integer" ? "double" : "text"),
  );
  const rows = await engine.rows<Record<string, Value>>(`
    WITH partials AS (
      SELECT *, ${partialSql(dialect, stored)} AS partial FROM ${serving.name}
    ),
    places AS (
      SELECT *, row_number() OVER (PARTITION BY partial ORDER BY ${keys.map(({ sql }) => sql).join()}) AS place,
             count(*) OVER (PARTITION BY partial) AS total
      FROM partials
    )
    SELECT ${[...keyOf.map((sql, i) => `${sql} AS k${i}`), ...goldenColumns(dialect, stored, "p")].join()}
    FROM places AS p
    WHERE ${isChosen("p")}
    ORDER BY p.partial, p.place`);
  const encode = rowEncoder(features);
  return {
    rows: rows.map((row, at) => {
      const values = features.map((feature) =>
        isStored(feature)
          ? (row[feature.name] ?? null)
          : madeUpValue(feature, { mean: feature.mean, deviation: 0 }, at),
      );
      const key = keys.map((_, i) => row[`k${i}`] as KeyValue);
      return { key, features: values, ...answersOf(scorer, encode(values)) };
    }),
  };
};
