import { randomBytes } from "node:crypto";

import type { BlobStore, StoredBlob } from "../blob/blob-store.js";
import { BlobChanged, BlobMissing } from "../errors/errors.js";

/** Reads a blob of lines; undefined where it is gone, as after a rewrite. */
export const readLines = async (
  store: BlobStore,
  name: string,
): Promise<StoredBlob | undefined> => {
  try {
    return await store.read(name);
  } catch (error) {
    if (error instanceof BlobMissing) return undefined;
    throw error;
  }
};

/** How the names begin of what took the place of a blob: lines stay below the name of their process. */
export const rewrittenPrefix = (name: string): string =>
  `${name.replace(/(?:-e[0-9a-f]+)?\.jsonl$/, "")}-e`;

/**
 * Writes the lines of a blob that are left under another name and deletes the blob, to which its process may append
 * meanwhile; that process then begins another one.
 *
 * @param etag of the blob when it was read
 * @throws `BLOB_CHANGED` when something was appended since; the copy is gone then
 */
export const rewriteBlob = async (
  store: BlobStore,
  name: string,
  etag: string,
  left: Buffer,
): Promise<void> => {
  const copy = `${rewrittenPrefix(name)}${randomBytes(4).toString("hex")}.jsonl`;
  await store.create(copy, left);
  try {
    await store.delete(name, etag);
  } catch (error) {
    if (error instanceof BlobChanged) await store.delete(copy);
    throw error;
  }
};
