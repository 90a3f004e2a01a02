import { createHash } from "node:crypto";

import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing, ReleaseInvalid } from "../errors/errors.js";
import { blobNames, isModelName } from "./blob-names.js";
import { parseJson } from "./parse-json.js";
import { withdrawFromPruning } from "./pruning.js";
import { parseManifest, readManifest, readManifestBytes } from "./read.js";
import { signedInRecord, SignedInRecord } from "./signed-in-record.js";
import { requireSigned, withSignature } from "./signing/pointer-signature.js";
import { isVersion } from "./version.js";

/** The pointer to a release that is scored beside the champion. Fields of a later version are kept. */
export const Challenger = z.looseObject({
  model: z.string().refine(isModelName),
  version: z.string().refine(isVersion),
  /** SHA-256 of the manifest, which has the hashes of all parts. */
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The share of the requests that it scores too. */
  share: z.number().gt(0).lte(1),
  at: z.iso.datetime(),
  by: z.string(),
  why: z.string(),
  /** Who was signed in, whatever `by` says; absent in what older trainers wrote. */
  signedIn: SignedInRecord.optional(),
  /** The store that it was signed for, as in {@link Champion}. */
  store: z.string().optional(),
  /** Of all but this field; absent where nobody signs. */
  signature: z.string().optional(),
});
export type Challenger = z.infer<typeof Challenger>;

/** The result of a read of the pointer. A change of it must match its etag. */
export interface ReadChallenger {
  readonly challenger: Challenger | undefined;
  readonly etag: string | null;
}

/** Reads the challenger of a model; undefined where there is none. @throws `RELEASE_INVALID`, `SIGNATURE_INVALID` */
export const readChallenger = async (store: BlobStore, model: string): Promise<ReadChallenger> => {
  const name = blobNames.challenger(model);
  try {
    const { bytes, etag } = await store.read(name);
    const challenger = parseJson(Challenger, bytes, name);
    if (challenger.model !== model)
      throw new ReleaseInvalid({ name, problem: "it is the pointer of another model" });
    requireSigned(store, name, "despliega-challenge", challenger);
    return { challenger, etag };
  } catch (error) {
    if (error instanceof BlobMissing) return { challenger: undefined, etag: null };
    throw error;
  }
};

/** A challenge as somebody asks for it. */
export interface Challenge {
  readonly model: string;
  readonly version: string;
  /** Above 0, at most 1. */
  readonly share: number;
  readonly at: Date;
  readonly by: string;
  readonly why: string;
}

/**
 * Lets a release be scored beside the champion, in the place of an earlier challenger.
 *
 * A concurrent prune is safe: one that does not see the pointer has claimed the release before, and the claim is
 * withdrawn, or has deleted it, and then the pointer is taken back.
 *
 * @throws `BLOB_CHANGED` when somebody else changed the pointer, `BLOB_MISSING` when there is no such release,
 * `RELEASE_INVALID`, `RELEASE_PRUNED` when it is being deleted
 */
export const challenge = async (
  store: BlobStore,
  { model, version, share, at, by, why }: Challenge,
): Promise<Challenger> => {
  const { etag } = await readUnchecked(store, model);
  const bytes = await readManifestBytes(store, model, version);
  parseManifest(bytes, model, version);
  const manifest = createHash("sha256").update(bytes).digest("hex");
  const challenger = await withSignature<Challenger>(store, "despliega-challenge", {
    ...{ model, version, manifest, share, at: at.toISOString(), by, why },
    ...(await signedInRecord(store)),
  });
  const text = `${JSON.stringify(challenger, null, 2)}\n`;
  const name = blobNames.challenger(model);
  const written = await store.replace(name, Buffer.from(text), etag);
  try {
    await withdrawFromPruning(store, model, { version });
    await readManifest(store, model, version, manifest);
  } catch (error) {
    await store.delete(name, written);
    throw error;
  }
  return challenger;
};

/**
 * Ends the challenge of a model, also one whose pointer is broken.
 *
 * @param version ends it only where this release is the challenger. Default: whichever is
 * @returns whether there was one
 * @throws `BLOB_CHANGED` when somebody else changed the pointer
 */
export const endChallenge = async (
  store: BlobStore,
  model: string,
  version?: string,
): Promise<boolean> => {
  const { etag } = await readUnchecked(store, model);
  if (etag === null) return false;
  if (version !== undefined) {
    const { challenger } = await readChallenger(store, model);
    if (challenger?.version !== version) return false;
  }
  await store.delete(blobNames.challenger(model), etag);
  return true;
};

const readUnchecked = async (
  store: BlobStore,
  model: string,
): Promise<Pick<ReadChallenger, "etag">> => {
  try {
    return await store.read(blobNames.challenger(model));
  } catch (error) {
    if (error instanceof BlobMissing) return { etag: null };
    throw error;
  }
};
