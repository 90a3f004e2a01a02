import { join } from "node:path";

import type { NewPart, PartName } from "@despliega/storage";

import { valueSql } from "../dataset/feature-sql.js";
import type { Observations } from "../dataset/observations.js";
import type { Engine } from "../engine/engine.js";
import { identifier, literal } from "../engine/sql.js";
import { codedFeature } from "../model/coded-feature.js";
import { entityColumns, servedKeys, type EntityColumn } from "../model/entity-columns.js";
import type { ModelDefinition } from "../model/model.js";

// The api loads a CSV of so many rows in about 0.3 s.
const LARGE = 20_000;

/**
 * Writes the tables of a release as CSV: the labelled observations and, for a model by key, the online features. Each
 * is in the order of its key, so that equal runs write equal bytes.
 *
 * @param large from more rows than this on, the online features are also written as an Arrow file
 */
export const writeTables = async (
  engine: Engine,
  model: ModelDefinition,
  { labelled, serving: served, rows }: Pick<Observations, "labelled" | "serving" | "rows">,
  directory: string,
  large = LARGE,
): Promise<NewPart[]> => {
  const { columns, features } = model;
  const values = features.map((feature) => {
    const column = identifier(feature.name);
    const value = valueSql(engine.dialect, codedFeature(feature));
    return value === column ? column : `${value} AS ${column}`;
  });
  const names = values.join(", ");
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
            observed_at, ${labelSql(model.classes)} AS ${identifier(columns.label)}, ${names}
     FROM ${labelled.name} ORDER BY observation`,
    rows.labelled,
  );
  const keys = servedKeys(model);
  if (keys.length === 0) return [learned];
  const order = keys.map(({ sql }) => sql).join(", ");
  const table = await write(
    "features.csv",
    `SELECT ${named(keys)}, ${names} FROM ${served.name} ORDER BY ${order}`,
    rows.serving,
  );
  if (rows.serving <= large) return [learned, table];
  // Only a large table needs the library.
  const { writeFeaturesArrow } = await import("./features-arrow.js");
  const file = join(directory, "features.arrow");
  await writeFeaturesArrow(engine, served, keys, features, file);
  return [learned, table, { name: "features.arrow", source: { file }, rows: rows.serving }];
};

/** SQL of a label as callers know it: the name of its class, where classes have names. */
const labelSql = (classes: readonly string[] | undefined): string =>
  classes === undefined
    ? "label"
    : `CASE label ${classes.map((name, code) => `WHEN ${code} THEN ${literal(name)}`).join(" ")} END`;
