import { join } from "node:path";

import type { NewPart, PartName } from "@despliega/storage";

import type { Observations } from "../dataset/observations.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
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
  { columns, features, serving }: ModelDefinition,
  { labelled, serving: served, rows }: Omit<Observations, "asOf">,
  directory: string,
  large = LARGE,
): Promise<NewPart[]> => {
  const names = features.map(({ name }) => identifier(name)).join(", ");
  const write = async (name: PartName, select: string, count: number): Promise<NewPart> => {
    const file = join(directory, name);
    await engine.writeCsv(select, file);
    return { name, source: { file }, rows: count };
  };
  const learned = await write(
    "train_model.csv",
    `SELECT observation AS ${identifier(columns.observation)}, entity AS ${identifier(columns.entity)},
            observed_at, label AS ${identifier(columns.label)}, ${names}
     FROM ${labelled.name} ORDER BY observation`,
    rows.labelled,
  );
  if (serving.by !== "key") return [learned];
  const table = await write(
    "features.csv",
    `SELECT entity AS ${identifier(serving.entity.name)}, ${names} FROM ${served.name} ORDER BY entity`,
    rows.serving,
  );
  if (rows.serving <= large) return [learned, table];
  // Only a large table needs the library.
  const { writeFeaturesArrow } = await import("./features-arrow.js");
  const file = join(directory, "features.arrow");
  await writeFeaturesArrow(engine, served, serving.entity.name, features, file);
  return [learned, table, { name: "features.arrow", source: { file }, rows: rows.serving }];
};
