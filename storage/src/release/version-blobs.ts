import type { BlobStore } from "../blob/blob-store.js";
import { blobNames } from "./blob-names.js";
import { unitOf } from "./unit.js";
import { isVersion } from "./version.js";

/** A blob of a version. */
export interface VersionBlob {
  readonly name: string;
  readonly version: string;
  /** The edition that it belongs to; undefined for a blob of the release itself. */
  readonly edition: string | undefined;
  /** Whether it is the manifest of the release or of the edition. */
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
      const [version = "", within, of = "", ...rest] = name.slice(folder.length).split("/");
      if (!isVersion(version) || within === undefined) continue;
      const edition = within === "editions" && isVersion(of) && rest.length > 0 ? of : undefined;
      yield {
        name,
        version,
        edition,
        manifest: name === blobNames.manifest(model, version, edition),
        bytes,
        modified: modified.getTime(),
      };
    }
}

/** The blobs of a version in sum, without those of its editions, or those of an edition. Times are in ms, by the store's clock. */
export interface FoundUnit {
  readonly version: string;
  readonly edition: string | undefined;
  readonly blobs: number;
  readonly bytes: number;
  /** The time of the last write; of a version, also of a write to one of its editions. */
  readonly modified: number;
  /** The time of the manifest; undefined without one. */
  readonly published: number | undefined;
}

/** Sums up the blobs of each version and of each edition, by the names of {@link unitOf}. */
export const findUnits = async (
  store: BlobStore,
  model: string,
): Promise<ReadonlyMap<string, FoundUnit>> => {
  const found = new Map<string, FoundUnit>();
  const add = (
    version: string,
    edition: string | undefined,
    more: Omit<FoundUnit, "version" | "edition">,
  ) => {
    const name = unitOf(version, edition);
    const before = found.get(name);
    found.set(name, {
      version,
      edition,
      blobs: (before?.blobs ?? 0) + more.blobs,
      bytes: (before?.bytes ?? 0) + more.bytes,
      modified: Math.max(before?.modified ?? -Infinity, more.modified),
      published: more.published ?? before?.published,
    });
  };
  for await (const { version, edition, manifest, bytes, modified } of listVersionBlobs(
    store,
    model,
  )) {
    add(version, edition, {
      blobs: 1,
      bytes,
      modified,
      published: manifest ? modified : undefined,
    });
    if (edition !== undefined)
      add(version, undefined, { blobs: 0, bytes: 0, modified, published: undefined });
  }
  return found;
};
