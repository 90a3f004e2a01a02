import { blobNames, type BlobStore } from "@despliega/storage";

import { writeParquet } from "../../engine/duckdb/write-parquet.js";
import { replaceTables } from "../../sources/database/replace-tables.js";
import type { DatabaseLimits } from "../../sources/database/session.js";
import type { OutputColumn } from "./answer-columns.js";
import { formatOf, rejectsPlace, type OutputPlace } from "./output-place.js";
import { replaceFile } from "./replace-file.js";

/** A CSV with a header, and its columns. */
export interface DraftTable {
  readonly file: string;
  readonly columns: readonly OutputColumn[];
}

/** What is delivered of a batch. */
export interface DraftOutput {
  readonly answers: DraftTable;
  readonly rejects: DraftTable;
}

/** What a delivery needs. */
export interface DeliverOptions {
  readonly store: BlobStore;
  readonly model: string;
  readonly limits: DatabaseLimits;
  /** Of the run; a Parquet file is made here. */
  readonly directory: string;
}

/**
 * Puts an output in the place of the last one, whole: the rejected rows first, in one transaction where the place is a
 * database.
 *
 * @throws `OUTPUT_UNWRITABLE`, `DATABASE_…` errors, the store's error; an output is then the old one or the new one
 */
export const deliver = async (
  place: OutputPlace,
  { answers, rejects }: DraftOutput,
  { store, model, limits, directory }: DeliverOptions,
): Promise<void> => {
  const beside = rejectsPlace(place);
  if (place.kind === "postgres" && beside.kind === "postgres") {
    const tables = [
      { table: place.table, ...answers },
      { table: beside.table, ...rejects },
    ];
    return replaceTables(place.connection, limits, tables);
  }
  const put = async (file: string, to: OutputPlace): Promise<void> => {
    if (to.kind === "file") await replaceFile(file, to.file);
    else if (to.kind === "blob") await store.write(blobNames.batch(model, to.name), { file });
  };
  const file = await written(answers, place, directory);
  await put(rejects.file, beside);
  await put(file, place);
};

/** The file of a table in the format of its place. */
const written = async (
  { file, columns }: DraftTable,
  place: OutputPlace,
  directory: string,
): Promise<string> => {
  if (formatOf(place) === "csv") return file;
  const parquet = `${file}.parquet`;
  await writeParquet(file, columns, parquet, directory);
  return parquet;
};
