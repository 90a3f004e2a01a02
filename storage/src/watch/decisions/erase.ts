import type { BlobStore } from "../../blob/blob-store.js";
import { untilUnchanged } from "../../blob/until-unchanged.js";
import { readLines, rewriteBlob } from "../rewritten-blob.js";
import { isAbout } from "./about-person.js";
import { listDecisionBlobs } from "./blobs.js";
import { claimErasing } from "./erasing.js";
import { isKept, readDecisionLine, writeErased } from "./line.js";
import { deleteOverrides } from "./override.js";

/** What an erasure needs. */
export interface Erasure {
  readonly model: string;
  /** Of the person, one for each key that ever named people. */
  readonly tags: readonly string[];
  readonly at: Date;
}

/**
 * Erases every decision about a person that was kept before, and what people decided otherwise about it. Of each its id and
 * the time of the erasure are left. Any process may append to the blobs meanwhile: a blob with such a line is copied
 * without it, and deleted if nothing was appended since it was read; its process then begins another one.
 *
 * An erasure that was interrupted is completed by the next one.
 *
 * @returns the ids that were erased
 * @throws `BLOB_CHANGED` while another erasure of the model goes on, or was killed within 15 minutes
 */
export const erasePerson = async (
  store: BlobStore,
  { model, tags, at }: Erasure,
): Promise<readonly string[]> => {
  const claim = await claimErasing(store, model);
  const erased = new Set<string>();
  try {
    for (const { name } of await listDecisionBlobs(store, model)) {
      await claim.renew();
      for (const id of await untilUnchanged(() => eraseIn(store, name, { model, tags, at })))
        erased.add(id);
    }
    for (const id of erased) await deleteOverrides(store, model, id);
  } finally {
    // A claim that stays ends by its age.
    await claim.end().catch(() => {});
  }
  return [...erased].sort();
};

const eraseIn = async (
  store: BlobStore,
  name: string,
  { tags, at }: Erasure,
): Promise<readonly string[]> => {
  const found = await readLines(store, name);
  if (found === undefined || !tags.some((tag) => found.bytes.includes(tag))) return [];
  const erased: string[] = [];
  const lines = splitLines(found.bytes).map((bytes) => {
    const line = tags.some((tag) => bytes.includes(tag)) && readDecisionLine(bytes.toString());
    if (!line || !isKept(line) || !isAbout(line, tags)) return bytes;
    erased.push(line.id);
    return writeErased(line.id, at);
  });
  if (erased.length === 0) return [];
  await rewriteBlob(store, name, found.etag, Buffer.concat(lines));
  return erased;
};

/** The lines with their ends; what stands after the last end is a line too. */
const splitLines = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf("\n", from);
    const to = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(from, to));
    from = to;
  }
  return lines;
};
