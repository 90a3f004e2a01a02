import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing, ChampionMissing } from "../errors/errors.js";
import { blobNames, isModelName } from "./blob-names.js";
import { isVersion } from "./version.js";
import { parseJson } from "./parse.js";

const version = z.string().refine(isVersion);
const manifestHash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The pointer of a model, and the entry that its last move has in the ledger. Fields that a later version adds are kept
 * when the pointer is written anew.
 */
export const Champion = z.looseObject({
  model: z.string().refine(isModelName),
  /** Counts the moves of this pointer from 1. */
  sequence: z.int().positive(),
  action: z.enum(["promote", "rollback"]),
  version,
  /** SHA-256 of the manifest, so that the pointer vouches for the whole release. */
  manifest: manifestHash,
  previous: z.looseObject({ version, manifest: manifestHash }).nullable(),
  at: z.iso.datetime(),
  by: z.string(),
  why: z.string(),
  /** Why it was promoted although it could not be compared with the champion before; left out where nobody had to say. */
  consent: z.string().optional(),
});
export type Champion = z.infer<typeof Champion>;

/** A champion as it was read; its etag is what a move must match. */
export interface ReadChampion {
  readonly champion: Champion | undefined;
  readonly etag: string | null;
}

/** Reads the pointer of a model; `champion` is undefined when none was ever promoted. */
export const readChampion = async (store: BlobStore, model: string): Promise<ReadChampion> => {
  const name = blobNames.champion(model);
  try {
    const { bytes, etag } = await store.read(name);
    return { champion: parseJson(Champion, bytes, name), etag };
  } catch (error) {
    if (error instanceof BlobMissing) return { champion: undefined, etag: null };
    throw error;
  }
};

/** Writes the pointer of a model, if it is still the one that was read. @throws `BLOB_CHANGED` */
export const writeChampion = async (
  store: BlobStore,
  champion: Champion,
  etag: string | null,
): Promise<void> => {
  const bytes = Buffer.from(`${JSON.stringify(champion, null, 2)}\n`);
  await store.replace(blobNames.champion(champion.model), bytes, etag);
};

/** The champion of a model. @throws `CHAMPION_MISSING` */
export const requireChampion = async (store: BlobStore, model: string): Promise<Champion> => {
  const { champion } = await readChampion(store, model);
  if (champion === undefined) throw new ChampionMissing({ model });
  return champion;
};

/** The models that have a champion, by name. */
export const listModels = async (store: BlobStore): Promise<string[]> => {
  const models: string[] = [];
  for await (const { name } of store.list("train_models/")) {
    const model = name.split("/")[1] ?? "";
    if (isModelName(model) && name === blobNames.champion(model)) models.push(model);
  }
  return models;
};
