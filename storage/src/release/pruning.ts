import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing, ReleasePruned } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { isVersion } from "./version.js";
import { untilUnchanged } from "../blob/until-unchanged.js";
import { parseJson } from "./parse-json.js";

/**
 * The state of a prune. `claimed`: it is about to delete these versions, and a promotion of one of them withdraws the
 * claim. `condemned`: they are being deleted and cannot be promoted.
 */
const Pruning = z.strictObject({
  phase: z.enum(["claimed", "condemned"]),
  versions: z.array(z.string().refine(isVersion)),
});
export type Pruning = z.infer<typeof Pruning>;

/** The result of a read of a prune's state. `etag` is null when there is no prune. */
export interface ReadPruning {
  readonly pruning: Pruning | undefined;
  readonly etag: string | null;
}

/** Reads the state of a prune of a model, which may have been interrupted. */
export const readPruning = async (store: BlobStore, model: string): Promise<ReadPruning> => {
  const name = blobNames.pruning(model);
  try {
    const { bytes, etag } = await store.read(name);
    return { pruning: parseJson(Pruning, bytes, name), etag };
  } catch (error) {
    if (error instanceof BlobMissing) return { pruning: undefined, etag: null };
    throw error;
  }
};

/** Writes the state of a prune, if it has not changed since it was read. @returns the etag @throws `BLOB_CHANGED` */
export const writePruning = (
  store: BlobStore,
  model: string,
  pruning: Pruning,
  etag: string | null,
): Promise<string> =>
  store.replace(blobNames.pruning(model), Buffer.from(`${JSON.stringify(pruning)}\n`), etag);

/**
 * Makes sure that no prune deletes a release during its promotion.
 *
 * @throws `RELEASE_PRUNED` when it is being deleted
 */
export const withdrawFromPruning = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<void> =>
  untilUnchanged(async () => {
    const { pruning, etag } = await readPruning(store, model);
    if (etag === null || pruning?.versions.includes(version) !== true) return;
    if (pruning.phase === "condemned") throw new ReleasePruned({ model, version });
    await store.delete(blobNames.pruning(model), etag);
  });
