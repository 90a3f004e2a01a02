import { createHash } from "node:crypto";

import { blobNames, BlobMissing, untilUnchanged, type BlobStore } from "@despliega/storage";
import { z } from "zod";

import { SearchLogInvalid } from "../../errors/errors.js";

/** The outcome of a trial: the metric of each fold, or the code of the error that left it without a model. */
export type Outcome = { readonly folds: readonly number[] } | { readonly error: string };

/** A finished trial as the log keeps it: its number and its outcome. */
const Finished = z.union([
  z.strictObject({ number: z.int().positive(), folds: z.array(z.number()).min(1).readonly() }),
  z.strictObject({ number: z.int().positive(), error: z.string() }),
]);
type Finished = z.infer<typeof Finished>;

/**
 * The finished trials of one search, in the container. A search that was interrupted continues after the last of them.
 */
export interface SearchLog {
  /** By the number of the trial, when the log was opened. */
  readonly finished: ReadonlyMap<number, Outcome>;
  add(trial: Finished): Promise<void>;
}

/**
 * Opens the log of a search.
 *
 * @param identity all that trials depend on. Another identity has another log
 * @throws `SEARCH_LOG_INVALID`
 */
export const openSearchLog = async (
  store: BlobStore,
  model: string,
  identity: unknown,
): Promise<SearchLog> => {
  const id = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
  const name = blobNames.search(model, id);
  let known = await read(store, name);
  let stale = false;
  return {
    finished: known.trials,
    // The answer to the append may have been lost, or another process may run the same search. Their trials are the
    // same.
    add: (trial) =>
      untilUnchanged(async () => {
        if (stale) known = await read(store, name);
        stale = true;
        if (known.trials.has(trial.number)) return;
        const line = `${known.cut ? "\n" : ""}${JSON.stringify(trial)}\n`;
        await store.append(name, Buffer.from(line), known.length);
      }),
  };
};

interface Known {
  readonly trials: ReadonlyMap<number, Outcome>;
  readonly length: number;
  /** Whether the last line was cut short while it was written. */
  readonly cut: boolean;
}

const read = async (store: BlobStore, name: string): Promise<Known> => {
  const bytes = await store.read(name).then(
    (blob) => blob.bytes,
    (error: unknown) => {
      if (error instanceof BlobMissing) return Buffer.alloc(0);
      throw error;
    },
  );
  const text = bytes.toString();
  return {
    trials: new Map(parse(text, name).map(({ number, ...outcome }) => [number, outcome])),
    length: bytes.length,
    cut: text !== "" && !text.endsWith("\n"),
  };
};

const parse = (text: string, name: string): Finished[] => {
  try {
    return text
      .split("\n")
      .filter((line) => line !== "" && !isCut(line))
      .map((line) => Finished.parse(JSON.parse(line)));
  } catch (cause) {
    throw new SearchLogInvalid({ name }, { cause });
  }
};

// Only a complete trial ends with its brace.
const isCut = (line: string): boolean => line.startsWith("{") && !line.endsWith("}");
