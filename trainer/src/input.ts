import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";

import { blobNames, BlobMissing, type BlobStore } from "@despliega/storage";

import { InputMissing, InputUnreadable } from "./errors.js";

/** An input as a file on this machine. */
export interface InputFile {
  readonly file: string;
  /** Name of the blob or of the file, without its directory. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Takes an input from a file that the caller names. @throws `INPUT_UNREADABLE` */
export const inputFromFile = async (file: string): Promise<InputFile> => {
  const count = counter();
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
      count.add(chunk as Buffer);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new InputUnreadable({ file, reason }, { cause });
  }
  return { file, name: basename(file), ...count.total() };
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
    if (cause instanceof BlobMissing) throw new InputMissing({ model, name }, { cause });
    throw cause;
  }
  return { file, name: dataset, ...count.total() };
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
