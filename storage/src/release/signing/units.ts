import { createHash } from "node:crypto";

import type { BlobStore } from "../../blob/blob-store.js";
import { BlobMissing, ReleaseInvalid } from "../../errors/errors.js";
import { blobNames } from "../blob-names.js";
import type { ManifestOf } from "./manifest-signature.js";
import { readEdition } from "../edition/read.js";
import { parseManifest, readManifestBytes, streamPart, type PartsOf } from "../read.js";

/** A manifest, of a release or of an edition, with its bytes. */
export interface Unit {
  readonly manifest: PartsOf;
  readonly bytes: Buffer;
}

/**
 * Reads the manifest of a release or of an edition, which must belong to its release.
 *
 * @throws `RELEASE_INVALID`, `SIGNATURE_INVALID`, `BLOB_MISSING`
 */
export const readUnit = async (
  store: BlobStore,
  { model, version, edition }: ManifestOf,
): Promise<Unit> => {
  const bytes = await readManifestBytes(store, model, version, undefined, edition);
  if (edition === undefined) return { manifest: parseManifest(bytes, model, version), bytes };
  const pointer = { name: edition, manifest: sha256Of(bytes) };
  const manifest = await readEdition(store, model, version, pointer);
  const release = await readManifestBytes(store, model, version);
  if (manifest.release === sha256Of(release)) return { manifest, bytes };
  const name = blobNames.manifest(model, version, edition);
  throw new ReleaseInvalid({ name, problem: "it belongs to another release" });
};

/**
 * Reads every part and compares its hash. The identities of a release may have stayed where it was copied from.
 *
 * @returns how many parts were read
 * @throws `RELEASE_INVALID`, `BLOB_MISSING`
 */
export const requireParts = async (store: BlobStore, manifest: PartsOf): Promise<number> => {
  let read = 0;
  for (const { name, folder } of manifest.parts)
    try {
      for await (const _chunk of streamPart(store, manifest, name));
      read++;
    } catch (error) {
      if (!(error instanceof BlobMissing) || folder !== "identities") throw error;
    }
  return read;
};

/** The SHA-256 of bytes, in hexadecimal. */
export const sha256Of = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");
