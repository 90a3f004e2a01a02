import { createHash } from "node:crypto";

import { blobNames, BlobMissing, type BlobStore } from "@despliega/storage";
import { z } from "zod";

import { SearchLogInvalid } from "../errors.js";

/** A trial that was finished, as it is kept: which of the search, and the metric of each fold. */
const Finished = z.strictObject({ number: z.int().positive(), folds: z.array(z.number()).min(1) });
type Finished = z.infer<typeof Finished>;

/** The trials of one search that were finished, in the container, so that a search that died goes on where it was. */
export interface SearchLog {
  readonly finished: ReadonlyMap<number, readonly number[]>;
  add(trial: Finished): Promise<void>;
}

/**
 * Opens the log of a search.
 *
 * @param identity everything that trials depend on: a search of anything else has a log of its own
 * @throws `SEARCH_LOG_INVALID`
 */
export const openSearchLog = async (
  store: BlobStore,
  model: string,
  identity: unknown,
): Promise<SearchLog> => {
  const id = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
  const name = blobNames.search(model, id);
  const bytes = await store.read(name).then(
    (blob) => blob.bytes,
    (error: unknown) => {
      if (error instanceof BlobMissing) return Buffer.alloc(0);
      throw error;
    },
  );
  const finished = new Map<number, readonly number[]>();
  for (const { number, folds } of parse(bytes, name)) finished.set(number, folds);
  let { length } = bytes;
  return {
    finished,
    async add(trial) {
      const line = Buffer.from(`${JSON.stringify(trial)}\n`);
      await store.append(name, line, length);
      length += line.length;
    },
  };
};

const parse = (bytes: Buffer, name: string): Finished[] => {
  try {
    return bytes
      .toString()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => Finished.parse(JSON.parse(line)));
  } catch (cause) {
    throw new SearchLogInvalid({ name }, { cause });
  }
};
