import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { rm } from "node:fs/promises";

import type { BlobStore } from "../../blob/blob-store.js";
import { untilUnchanged } from "../../blob/until-unchanged.js";
import { blobNames } from "../blob-names.js";
import { compressFile } from "./compress.js";
import { readKeptInput, writeKeptInput, type KeptInput } from "./kept-input.js";

/** An input to keep. */
export interface NewKeptInput extends Omit<KeptInput, "upload"> {
  /** The file with its content. */
  readonly file: string;
}

/**
 * Keeps an input by its content, compressed. Equal content is kept once: then only its record is written again, which
 * protects it from a prune for as long as the grace lasts.
 *
 * A record never names an incomplete content, because of this order:
 *
 * 1. The content is uploaded under a name of this call alone.
 * 2. The record is made. If another call was faster, its content stays and this one is deleted.
 *
 * A prune deletes a record under its etag, and the content that it named afterwards. So either the record was written
 * again and the prune fails, or this call finds no record and uploads the content.
 *
 * @param directory where a file is compressed
 * @returns whether the content is new
 */
export const keepInput = async (
  store: BlobStore,
  model: string,
  { file, ...about }: NewKeptInput,
  directory: string,
): Promise<boolean> => {
  const upload = randomBytes(4).toString("hex");
  const content = blobNames.keptContent(model, about.sha256, upload);
  let isUploaded = false;
  return untilUnchanged(async () => {
    const found = await readKeptInput(store, model, about.sha256);
    const isThere = found !== undefined && (await hasContent(store, model, found.kept));
    if (isThere && found.kept.upload !== upload) {
      await writeKeptInput(store, model, found.kept, found.etag);
      if (isUploaded) await store.delete(content);
      return false;
    }
    if (!isUploaded) await uploadFile(store, content, file, join(directory, `${upload}.gz`));
    isUploaded = true;
    await writeKeptInput(store, model, { ...about, upload }, found?.etag ?? null);
    return true;
  });
};

const uploadFile = async (
  store: BlobStore,
  name: string,
  file: string,
  compressed: string,
): Promise<void> => {
  try {
    await compressFile(file, compressed);
    await store.create(name, { file: compressed });
  } finally {
    await rm(compressed, { force: true });
  }
};

/** Whether the content is there that a record names. */
const hasContent = async (
  store: BlobStore,
  model: string,
  { sha256, upload }: KeptInput,
): Promise<boolean> => {
  const name = blobNames.keptContent(model, sha256, upload);
  for await (const blob of store.list(name)) if (blob.name === name) return true;
  return false;
};
