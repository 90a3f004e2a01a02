import type { BlobStore } from "../blob/blob-store.js";
import { untilUnchanged } from "../blob/until-unchanged.js";
import { listRecorded } from "./recorded-blobs.js";
import { readLines, rewriteBlob } from "./rewritten-blob.js";

/** What was forgotten. */
export interface Forgotten {
  /** Lines that are gone. */
  readonly answers: number;
  /** Blobs that had some of them. */
  readonly blobs: number;
}

/**
 * Deletes every recorded answer about a key. Processes may append to the blobs meanwhile: a blob with such an answer is
 * written again without it under another name, and deleted if nothing was appended since it was read; its process then
 * begins another one.
 *
 * What was interrupted is completed when it is done again. Until then an answer may be there twice, as a store that loses an
 * answer leaves it.
 *
 * @param keys as recorded answers hold the key, in each form that it may have
 */
export const forgetKey = async (
  store: BlobStore,
  model: string,
  keys: readonly string[],
): Promise<Forgotten> => {
  const marks = keys.map((key) => `"key":${JSON.stringify(key)}`);
  let [answers, blobs] = [0, 0];
  for (const { name } of await listRecorded(store, model)) {
    const gone = await untilUnchanged(() => forgetIn(store, name, marks));
    answers += gone;
    if (gone > 0) blobs++;
  }
  return { answers, blobs };
};

const forgetIn = async (
  store: BlobStore,
  name: string,
  marks: readonly string[],
): Promise<number> => {
  const found = await readLines(store, name);
  if (found === undefined || !marks.some((mark) => found.bytes.includes(mark))) return 0;
  const lines = found.bytes.toString().split(/(?<=\n)/);
  // A text of a feature cannot look like the mark: JSON writes its quotes with backslashes.
  const kept = lines.filter((line) => !marks.some((mark) => line.includes(mark)));
  await rewriteBlob(store, name, found.etag, Buffer.from(kept.join("")));
  return lines.length - kept.length;
};
