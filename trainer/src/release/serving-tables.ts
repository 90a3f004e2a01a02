import { join } from "node:path";

import { isStored, type NewPart } from "@despliega/storage";

import { valueSql } from "../dataset/feature-sql.js";
import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { codedFeature } from "../model/coded-feature.js";
import type { EntityColumn, ServedKey } from "../model/entity-columns.js";
import type { FeatureDefinition } from "../model/feature.js";
import { unknownPart } from "./unknown-part.js";

// The api loads a CSV of so many rows in about 0.3 s.
const LARGE = 20_000;

/** Entities with the features that they are served by. */
export interface Served {
  readonly features: readonly FeatureDefinition[];
  /** None for a model that is not asked by key. */
  readonly keys: readonly ServedKey[];
  readonly serving: ObservationTable;
  /** The observation of an entity without history; undefined where unknown keys are refused. */
  readonly unknown?: ObservationTable | undefined;
  /** Of `serving`. */
  readonly rows: number;
}

/**
 * Writes the online features of a model by key, in the order of the key, and where unknown keys are answered those of an
 * entity without history. Another model has none. Features that come with the request are not among them.
 *
 * @param large from more rows than this on, they are also written as an Arrow file
 */
export const writeServing = async (
  engine: Engine,
  { features, keys, serving, unknown, rows }: Served,
  directory: string,
  large = LARGE,
): Promise<NewPart[]> => {
  if (keys.length === 0) return [];
  const stored = features.filter(isStored);
  const order = keys.map(({ sql }) => sql).join(", ");
  const names = [...namedColumns(keys), ...featureColumns(engine.dialect, stored)].join(", ");
  const csv = join(directory, "features.csv");
  await engine.writeCsv(`SELECT ${names} FROM ${serving.name} ORDER BY ${order}`, csv);
  const table: NewPart = { name: "features.csv", source: { file: csv }, rows };
  const parts = [table];
  if (unknown !== undefined) parts.push(await unknownPart(engine, unknown, stored));
  if (rows <= large) return parts;
  // Only a large table needs the library.
  const { writeFeaturesArrow } = await import("./features-arrow.js");
  const file = join(directory, "features.arrow");
  await writeFeaturesArrow(engine, serving, keys, stored, file);
  return [...parts, { name: "features.arrow", source: { file }, rows }];
};

/** SQL of columns under their names in the released tables. */
export const namedColumns = (columns: readonly EntityColumn[]): string[] =>
  columns.map(({ name, sql }) => `${sql} AS ${identifier(name)}`);

/** SQL of features as callers know them. */
export const featureColumns = (
  dialect: Dialect,
  features: readonly FeatureDefinition[],
): string[] =>
  features.map((feature) => {
    const column = identifier(feature.name);
    const value = valueSql(dialect, codedFeature(feature));
    return value === column ? column : `${value} AS ${column}`;
  });
