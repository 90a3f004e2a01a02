import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { csvRecords, streamPart, type BlobStore, type Manifest } from "@despliega/storage";

import { coded } from "../../dataset/coded.js";
import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../../estimators/observation-table.js";

/**
 * The rows of a table of a release, with the features as codes. Their labels are not read, and each counts as an entity of
 * its own.
 */
export const releasedRows = async (
  engine: Engine,
  store: BlobStore,
  manifest: Manifest,
  part: "train_model.csv" | "features.csv",
  directory: string,
): Promise<ObservationTable> => {
  const file = join(directory, part);
  await pipeline(streamPart(store, manifest, part), createWriteStream(file));
  const header = await headerOf(store, manifest, part);
  const { cast, csv, place } = engine.dialect;
  // Every part has lines that end with a line feed, and quotes only where a text needs them.
  const text = await engine.table(
    `SELECT * FROM ${csv(file, header, { header: true, oneLineEach: false })}`,
  );
  const features = manifest.features
    .filter(({ name }) => header.includes(name))
    .map(({ name, type }) => {
      const column = identifier(name);
      return type === "category" || type === "boolean"
        ? column
        : `${cast(column, "double")} AS ${column}`;
    });
  const rows = await engine.view<ObservationColumn>(`
    SELECT ${place} AS observation, ${place} AS entity, ${cast("NULL", "date")} AS observed_at, 0 AS label, ${features.join(", ")}
    FROM ${text.name}`);
  const known = manifest.features.filter(({ name }) => header.includes(name));
  return coded(engine, rows, known, "table");
};

const headerOf = async (
  store: BlobStore,
  manifest: Manifest,
  part: string,
): Promise<readonly string[]> => {
  for await (const record of csvRecords(streamPart(store, manifest, part))) return record;
  return [];
};
