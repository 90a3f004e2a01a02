import { createHash } from "node:crypto";

import {
  BlobMissing,
  parseManifest,
  readManifestBytes,
  readManifest,
  requireChampion,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import { ReleaseUnknown } from "../errors/errors.js";

/** The manifest of a version, with its hash. @throws `RELEASE_UNKNOWN`, `RELEASE_INVALID` */
export const requireSealed = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<Sealed> => {
  try {
    const bytes = await readManifestBytes(store, model, version);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { manifest: parseManifest(bytes, model, version), sha256 };
  } catch (cause) {
    if (cause instanceof BlobMissing) throw new ReleaseUnknown({ model, version }, { cause });
    throw cause;
  }
};

/** A manifest and its SHA-256. */
export interface Sealed {
  readonly manifest: Manifest;
  readonly sha256: string;
}

/** The manifest of a version. @throws as {@link requireSealed} */
export const requireRelease = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<Manifest> => (await requireSealed(store, model, version)).manifest;

/**
 * The manifest of a version, or of the champion where none is given. @throws as {@link requireRelease},
 * `CHAMPION_MISSING`
 */
export const releaseOrChampion = async (
  store: BlobStore,
  model: string,
  asked: string | undefined,
): Promise<Manifest> => {
  if (asked !== undefined) return requireRelease(store, model, asked);
  const { version, manifest } = await requireChampion(store, model);
  return readManifest(store, model, version, manifest);
};
