import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import {
  csvRecords,
  isTrainPart,
  streamPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import { coded } from "../../dataset/coded.js";
import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { identifier } from "../../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../../estimators/observation-table.js";

/** A table of a release: what the model learned from, or what the api serves. */
export type ReleasedTable = "learned" | "served";

/**
 * The rows of a table of a release, with the features as codes. Their labels are not read, and each counts as an entity of
 * its own.
 */
export const releasedRows = async (
  engine: Engine,
  store: BlobStore,
  manifest: Manifest,
  table: ReleasedTable,
  directory: string,
): Promise<ObservationTable> => {
  const read = await readReleased(engine, store, manifest, table, directory);
  const header = await engine.columnsOf(read);
  const { cast, place } = engine.dialect;
  const known = manifest.features.filter(({ name }) => header.includes(name));
  const features = known.map(({ name, type }) => {
    const column = identifier(name);
    return type === "category" || type === "boolean"
      ? column
      : `${cast(column, "double")} AS ${column}`;
  });
  const rows = await engine.view<ObservationColumn>(`
    SELECT ${place} AS observation, ${place} AS entity, ${cast("NULL", "date")} AS observed_at, 0 AS label, ${features.join(", ")}
    FROM ${read.name}`);
  return coded(engine, rows, known, "table");
};

const readReleased = async (
  engine: Engine,
  store: BlobStore,
  manifest: Manifest,
  table: ReleasedTable,
  directory: string,
): Promise<Relation> => {
  const fetched = async (part: string): Promise<string> => {
    const file = join(directory, part);
    await pipeline(streamPart(store, manifest, part), createWriteStream(file));
    return file;
  };
  const parts = table === "learned" ? manifest.parts.filter(({ name }) => isTrainPart(name)) : [];
  if (parts.length === 0) {
    const file = await fetched(table === "learned" ? "train_model.csv" : "features.csv");
    // Every part has lines that end with a line feed, and quotes only where a text needs them.
    const text = { header: true, oneLineEach: false };
    return engine.table(`SELECT * FROM ${engine.dialect.csv(file, await headerOf(file), text)}`);
  }
  const tables: Relation[] = [];
  for (const { name } of parts) tables.push(await engine.readTable(await fetched(name)));
  const all = await engine.table(
    tables.map(({ name }) => `SELECT * FROM ${name}`).join(" UNION ALL "),
  );
  await engine.drop(...tables);
  return all;
};

const headerOf = async (file: string): Promise<readonly string[]> => {
  for await (const record of csvRecords(createReadStream(file))) return record;
  return [];
};
