import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobExists, BlobMissing } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { sha256 } from "./manifest/fields.js";
import { parseJson } from "./parse-json.js";

/** Where a copied release comes from. It is beside the release, and the ledger repeats it when the release is promoted. */
export const Origin = z.looseObject({
  /** Url of the container, without query. */
  from: z.string(),
  /** SHA-256 of the manifest. */
  manifest: sha256,
  at: z.iso.datetime(),
  by: z.string(),
  why: z.string(),
  /** The commit of the trainer that copied it; null when it is not known. */
  commit: z.string().nullable(),
});
export type Origin = z.infer<typeof Origin>;

/** Reads where a release comes from. @returns undefined for a release that was published here */
export const readOrigin = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<Origin | undefined> => {
  const name = blobNames.origin(model, version);
  try {
    return parseJson(Origin, (await store.read(name)).bytes, name);
  } catch (error) {
    if (error instanceof BlobMissing) return undefined;
    throw error;
  }
};

/** Writes where a release comes from, once: that of the copy which came first stays. @returns what is written */
export const writeOrigin = async (
  store: BlobStore,
  model: string,
  version: string,
  origin: Origin,
): Promise<Origin> => {
  const bytes = Buffer.from(`${JSON.stringify(origin, null, 2)}\n`);
  try {
    await store.create(blobNames.origin(model, version), bytes);
    return origin;
  } catch (error) {
    if (!(error instanceof BlobExists)) throw error;
    return (await readOrigin(store, model, version)) ?? origin;
  }
};
