import {
  BlobMissing,
  readManifest,
  requireChampion,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import { ReleaseUnknown } from "../errors/errors.js";

/** The manifest of a version. @throws `RELEASE_UNKNOWN`, `RELEASE_INVALID` */
export const requireRelease = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<Manifest> => {
  try {
    return await readManifest(store, model, version);
  } catch (cause) {
    if (cause instanceof BlobMissing) throw new ReleaseUnknown({ model, version }, { cause });
    throw cause;
  }
};

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
