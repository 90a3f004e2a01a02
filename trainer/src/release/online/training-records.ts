import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import {
  blobNames,
  csvRecords,
  isTrainPart,
  ReleaseInvalid,
  streamPart,
  type BlobStore,
  type Manifest,
  type ManifestPart,
} from "@despliega/storage";

import { withParquet } from "../../engine/duckdb/parquet.js";

/**
 * The labelled observations of a release as records of texts, the header first, whether they are a CSV or Parquet parts.
 *
 * @param directory for one Parquet part at a time
 * @throws `RELEASE_INVALID`
 */
export async function* trainingRecords(
  store: BlobStore,
  manifest: Manifest,
  directory: string,
): AsyncGenerator<readonly string[], void, undefined> {
  const parts = manifest.parts.filter(({ name }) => isTrainPart(name));
  if (parts.length === 0) yield* csvRecords(streamPart(store, manifest, "train_model.csv"));
  for (const [at, part] of parts.entries()) {
    const file = join(directory, part.name);
    const text = `${file}.csv`;
    await pipeline(streamPart(store, manifest, part.name), createWriteStream(file));
    await writeText(manifest, part, directory, text);
    let isHeader = true;
    for await (const record of csvRecords(createReadStream(text))) {
      if (!isHeader || at === 0) yield record;
      isHeader = false;
    }
    for (const read of [file, text]) await rm(read);
  }
}

const writeText = (
  manifest: Manifest,
  part: ManifestPart,
  directory: string,
  to: string,
): Promise<void> =>
  withParquet(
    join(directory, part.name),
    directory,
    (parquet) =>
      parquet.writeCsv(
        parquet.columns.map(({ name }) => name),
        to,
      ),
    (cause) => {
      const { model, version } = manifest;
      const name = blobNames.described(model, version, part);
      return new ReleaseInvalid({ name, problem: "it is no Parquet file" }, { cause });
    },
  );
