import { z } from "zod";

import type { BlobStore } from "../../blob/blob-store.js";
import { BlobMissing } from "../../errors/errors.js";
import { blobNames } from "../blob-names.js";
import { count, sha256 } from "../manifest/fields.js";
import { parseJson } from "../parse-json.js";

/**
 * The record of an input that is kept by its content. It is written after the content and names the upload that wrote it,
 * so a content without a record is never read.
 */
export const KeptInput = z.object({
  /** Of the content, before it was compressed. */
  sha256,
  bytes: count,
  /** The upload that wrote the content. */
  upload: z.string().regex(/^[0-9a-f]{8}$/),
  /** The data set for which the content was first kept. */
  dataset: z.string(),
  rows: count,
  /** Names of the columns, in their order. */
  columns: z.array(z.string()),
  /** Where it was read: a container, a file or a database. It has no password. */
  source: z.string(),
  /** When it was first kept, and who ran that. */
  at: z.iso.datetime(),
  by: z.string(),
});
export type KeptInput = z.infer<typeof KeptInput>;

/** The record of a kept input as it was read. */
export interface ReadKeptInput {
  readonly kept: KeptInput;
  readonly etag: string;
}

/** Reads the record of a kept input. @returns undefined where there is none @throws `RELEASE_INVALID` */
export const readKeptInput = async (
  store: BlobStore,
  model: string,
  content: string,
): Promise<ReadKeptInput | undefined> => {
  const name = blobNames.keptInput(model, content);
  try {
    const { bytes, etag } = await store.read(name);
    return { kept: parseJson(KeptInput, bytes, name), etag };
  } catch (error) {
    if (error instanceof BlobMissing) return undefined;
    throw error;
  }
};

/** Writes the record of a kept input if it has not changed since it was read. @throws `BLOB_CHANGED` */
export const writeKeptInput = async (
  store: BlobStore,
  model: string,
  kept: KeptInput,
  etag: string | null,
): Promise<void> => {
  const bytes = Buffer.from(`${JSON.stringify(kept, null, 2)}\n`);
  await store.replace(blobNames.keptInput(model, kept.sha256), bytes, etag);
};
