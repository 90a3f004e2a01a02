import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { blobNames, BlobMissing, type BlobStore } from "@despliega/storage";

import { InputMissing, InputUnreadable } from "../errors/errors.js";
import type { ModelInputs } from "../model/inputs.js";
import { byteCounter } from "./byte-counter.js";
import { inputFromDatabase } from "./database/input-from-database.js";
import type { DatabaseLimits } from "./database/session.js";
import { withSnapshots } from "./database/snapshots.js";
import type { InputFile } from "./input-file.js";
import { copyOnce } from "./pipe.js";
import type { InputPlace } from "./place.js";

/** What getting inputs needs. */
export interface InputsContext {
  readonly store: BlobStore;
  /** Where copies go: of what is in the container or a database, or can be read once only. */
  readonly directory: string;
  readonly limits: DatabaseLimits;
}

/**
 * Gets every input of a model, in the model's order: from the place that is named for it, else from the container. All
 * rows of one database are as they were at one moment.
 *
 * @param places by data set
 * @throws `INPUT_UNREADABLE`, `INPUT_MISSING`, `DATABASE_…` errors
 */
export const inputsOf = (
  { name, inputs }: ModelInputs,
  places: ReadonlyMap<string, InputPlace>,
  { store, directory, limits }: InputsContext,
): Promise<readonly InputFile[]> =>
  withSnapshots(limits, async (snapshots) => {
    const found: InputFile[] = [];
    for (const { dataset, columns } of inputs) {
      const place = places.get(dataset);
      if (place === undefined) found.push(await inputFromStore(store, name, dataset, directory));
      else if (typeof place === "string")
        found.push(await inputFromFile(dataset, place, directory));
      else found.push(await inputFromDatabase({ dataset, columns, place }, snapshots, directory));
    }
    return found;
  });

/**
 * Takes a table from a file or a database, whatever its columns.
 *
 * @param dataset a name for it
 * @throws `INPUT_UNREADABLE`, `DATABASE_…` errors
 */
export const inputFromPlace = (
  dataset: string,
  place: InputPlace,
  { directory, limits }: Omit<InputsContext, "store">,
): Promise<InputFile> =>
  typeof place === "string"
    ? inputFromFile(dataset, place, directory)
    : withSnapshots(limits, (snapshots) =>
        inputFromDatabase({ dataset, place }, snapshots, directory),
      );

/** What is said of an input from a file: its path may name who put it there. */
const FILE = "a file";

/**
 * Takes an input from a file that the caller names. What can be read once only is copied first.
 *
 * @param directory where the copy goes
 * @throws `INPUT_UNREADABLE`
 */
export const inputFromFile = async (
  dataset: string,
  file: string,
  directory: string,
): Promise<InputFile> => {
  const count = byteCounter();
  try {
    const kind = await stat(file);
    if (kind.isFile() || kind.isDirectory()) {
      for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
        count.add(chunk as Buffer);
      return { file, dataset, source: FILE, ...count.total() };
    }
    const copy = join(directory, dataset);
    await copyOnce(file, copy, kind.isFIFO(), (chunk) => count.add(chunk));
    return { file: copy, dataset, source: FILE, ...count.total() };
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    // Of the copy; who made the directory tells it.
    if (code === "ENOSPC" || code === "EDQUOT") throw cause;
    throw new InputUnreadable({ file, reason: code }, { cause });
  }
};

/** Fetches an input from the container into a directory. @throws `INPUT_MISSING` */
export const inputFromStore = async (
  store: BlobStore,
  model: string,
  dataset: string,
  directory: string,
): Promise<InputFile> => {
  const name = blobNames.input(model, dataset);
  try {
    return await inputFromBlob(store, name, dataset, directory);
  } catch (cause) {
    if (cause instanceof BlobMissing) throw new InputMissing({ model, dataset, name }, { cause });
    throw cause;
  }
};

/** Fetches an input from a blob into a directory. @throws `BLOB_MISSING` */
export const inputFromBlob = async (
  store: BlobStore,
  name: string,
  dataset: string,
  directory: string,
): Promise<InputFile> => {
  const file = join(directory, dataset);
  const count = byteCounter();
  await pipeline(store.stream(name), count.counted, createWriteStream(file));
  return { file, dataset, source: "the container", ...count.total() };
};
