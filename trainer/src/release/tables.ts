import { join } from "node:path";

import type { NewPart, PartName } from "@despliega/storage";

import { identifier, literal, type Engine } from "../engine/engine.js";
import type { ModelDefinition } from "../model/model.js";

// A table of so many rows takes the api about 0.3 s to load as CSV.
const LARGE = 20_000;

/**
 * Writes the tables of a release as CSV: what the model learned from and was tested on, and what the api serves, each
 * in the order of its key, so that equal runs write equal bytes.
 *
 * @param large what the api serves is also written as an Arrow file when it has more rows
 */
export const writeTables = async (
  engine: Engine,
  { columns, features, serving }: ModelDefinition,
  rows: { readonly labelled: number; readonly serving: number },
  directory: string,
  large = LARGE,
): Promise<NewPart[]> => {
  const names = features.map(({ name }) => identifier(name)).join(", ");
  const write = async (name: PartName, select: string, count: number): Promise<NewPart> => {
    const file = join(directory, name);
    await engine.run(`COPY (${select}) TO ${literal(file)} (FORMAT csv, HEADER true)`);
    return { name, source: { file }, rows: count };
  };
  const learned = await write(
    "train_model.csv",
    `SELECT observation AS ${identifier(columns.observation)}, entity AS ${identifier(columns.entity)},
            observed_at, label AS ${identifier(columns.label)}, ${names}
     FROM labelled ORDER BY observation`,
    rows.labelled,
  );
  if (serving.by !== "key") return [learned];
  const served = await write(
    "features.csv",
    `SELECT entity AS ${identifier(serving.entity.name)}, ${names} FROM serving ORDER BY entity`,
    rows.serving,
  );
  if (rows.serving <= large) return [learned, served];
  // The library is loaded by those only who need it.
  const { writeFeaturesArrow } = await import("./features-arrow.js");
  const file = join(directory, "features.arrow");
  await writeFeaturesArrow(engine, serving.entity.name, features, file);
  return [learned, served, { name: "features.arrow", source: { file }, rows: rows.serving }];
};
