import type { BlobStore } from "../blob/blob-store.js";
import { blobNames } from "./blob-names.js";
import { isVersion } from "./version.js";

/** A blob of a version. */
export interface VersionBlob {
  readonly name: string;
  readonly version: string;
  readonly manifest: boolean;
  readonly bytes: number;
  readonly modified: number;
}

/** Lists the blobs in the folders of all versions of a model. */
export async function* listVersionBlobs(
  store: BlobStore,
  model: string,
): AsyncGenerator<VersionBlob, void, undefined> {
  for (const folder of blobNames.folders(model))
    for await (const { name, bytes, modified } of store.list(folder)) {
      const version = name.slice(folder.length).split("/")[0] ?? "";
      if (isVersion(version) && name !== `${folder}${version}`)
        yield {
          name,
          version,
          manifest: name === blobNames.manifest(model, version),
          bytes,
          modified: modified.getTime(),
        };
    }
}

/** The blobs of a version in sum. Times are in milliseconds, by the store's clock. */
export interface FoundVersion {
  readonly blobs: number;
  readonly bytes: number;
  readonly modified: number;
  /** The time of the manifest; undefined without one. */
  readonly published: number | undefined;
}

/** Sums up the blobs of each version. */
export const findVersions = async (
  store: BlobStore,
  model: string,
): Promise<ReadonlyMap<string, FoundVersion>> => {
  const found = new Map<string, FoundVersion>();
  for await (const { version, manifest, bytes, modified } of listVersionBlobs(store, model)) {
    const before = found.get(version);
    found.set(version, {
      blobs: (before?.blobs ?? 0) + 1,
      bytes: (before?.bytes ?? 0) + bytes,
      modified: Math.max(before?.modified ?? -Infinity, modified),
      published: manifest ? modified : before?.published,
    });
  }
  return found;
};
