import { join } from "node:path";

import { isStored, type NewPart, type PartName } from "@despliega/storage";

import { valueSql } from "../dataset/feature-sql.js";
import type { Observations } from "../dataset/observations.js";
import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { identifier, literal } from "../engine/sql.js";
import { codedFeature } from "../model/coded-feature.js";
import { entityColumns, servedKeys, type EntityColumn } from "../model/entity-columns.js";
import type { FeatureDefinition } from "../model/feature.js";
import type { ModelDefinition } from "../model/model.js";
import { unknownPart } from "./unknown-part.js";

// The api loads a CSV of so many rows in about 0.3 s.
const LARGE = 20_000;

/**
 * Writes the tables of a release as CSV: the labelled observations and, for a model by key, the online features. Each
 * is in the order of its key, so that equal runs write equal bytes. Features that come with the request are not among the
 * online ones. Where unknown keys are answered, the features of an entity without history are one more part.
 *
 * @param large from more rows than this on, the online features are also written as an Arrow file
 */
export const writeTables = async (
  engine: Engine,
  model: ModelDefinition,
  observations: Pick<Observations, "labelled" | "serving" | "unknown" | "rows">,
  directory: string,
  large = LARGE,
): Promise<NewPart[]> => {
  const { labelled, serving: served, unknown, rows } = observations;
  const { columns, features } = model;
  const stored = features.filter(isStored);
  const write = async (name: PartName, select: string, count: number): Promise<NewPart> => {
    const file = join(directory, name);
    await engine.writeCsv(select, file);
    return { name, source: { file }, rows: count };
  };
  const named = (all: readonly EntityColumn[]): string =>
    all.map(({ name, sql }) => `${sql} AS ${identifier(name)}`).join(", ");
  const learned = await write(
    "train_model.csv",
    `SELECT observation AS ${identifier(columns.observation)}, ${named(entityColumns(columns))},
            observed_at, ${labelSql(model.classes)} AS ${identifier(columns.label)}, ${valuesSql(engine.dialect, features)}
     FROM ${labelled.name} ORDER BY observation`,
    rows.labelled,
  );
  const keys = servedKeys(model);
  if (keys.length === 0) return [learned];
  const order = keys.map(({ sql }) => sql).join(", ");
  const table = await write(
    "features.csv",
    `SELECT ${named(keys)}, ${valuesSql(engine.dialect, stored)} FROM ${served.name} ORDER BY ${order}`,
    rows.serving,
  );
  const parts = [learned, table];
  if (unknown !== undefined) parts.push(await unknownPart(engine, unknown, stored));
  if (rows.serving <= large) return parts;
  // Only a large table needs the library.
  const { writeFeaturesArrow } = await import("./features-arrow.js");
  const file = join(directory, "features.arrow");
  await writeFeaturesArrow(engine, served, keys, stored, file);
  return [...parts, { name: "features.arrow", source: { file }, rows: rows.serving }];
};

/** The values of features as callers know them, under their names. */
const valuesSql = (dialect: Dialect, features: readonly FeatureDefinition[]): string =>
  features
    .map((feature) => {
      const column = identifier(feature.name);
      const value = valueSql(dialect, codedFeature(feature));
      return value === column ? column : `${value} AS ${column}`;
    })
    .join(", ");

/** SQL of a label as callers know it: the name of its class, where classes have names. */
const labelSql = (classes: readonly string[] | undefined): string =>
  classes === undefined
    ? "label"
    : `CASE label ${classes.map((name, code) => `WHEN ${code} THEN ${literal(name)}`).join(" ")} END`;
