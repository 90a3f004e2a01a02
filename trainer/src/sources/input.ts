import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { blobNames, BlobMissing, type BlobStore } from "@despliega/storage";

import { InputMissing, InputUnreadable } from "../errors/errors.js";
import type { ModelInputs } from "../model/inputs.js";
import { copyOnce } from "./pipe.js";

/** An input as a file on this machine. */
export interface InputFile {
  readonly file: string;
  readonly dataset: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Gets every input of a model, in the model's order: from the file that is named for it, else from the container.
 *
 * @param files by data set
 * @param directory where copies go: of what is in the container, or can be read once only
 * @throws `INPUT_UNREADABLE`, `INPUT_MISSING`
 */
export const inputsOf = async (
  store: BlobStore,
  { name, inputs }: ModelInputs,
  files: ReadonlyMap<string, string>,
  directory: string,
): Promise<readonly InputFile[]> => {
  const found: InputFile[] = [];
  for (const { dataset } of inputs) {
    const file = files.get(dataset);
    found.push(
      file === undefined
        ? await inputFromStore(store, name, dataset, directory)
        : await inputFromFile(dataset, file, directory),
    );
  }
  return found;
};

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
  const count = counter();
  try {
    const kind = await stat(file);
    if (kind.isFile() || kind.isDirectory()) {
      for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
        count.add(chunk as Buffer);
      return { file, dataset, ...count.total() };
    }
    const copy = join(directory, dataset);
    await copyOnce(file, copy, kind.isFIFO(), (chunk) => count.add(chunk));
    return { file: copy, dataset, ...count.total() };
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
  const file = join(directory, dataset);
  const count = counter();
  try {
    await pipeline(
      store.stream(name),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          count.add(chunk);
          yield chunk;
        }
      },
      createWriteStream(file),
    );
  } catch (cause) {
    if (cause instanceof BlobMissing) throw new InputMissing({ model, dataset, name }, { cause });
    throw cause;
  }
  return { file, dataset, ...count.total() };
};

const counter = () => {
  const hash = createHash("sha256");
  let bytes = 0;
  return {
    add(chunk: Uint8Array) {
      bytes += chunk.length;
      hash.update(chunk);
    },
    total: () => ({ bytes, sha256: hash.digest("hex") }),
  };
};
