import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing, ReleasePruned } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import type { Named } from "./champion.js";
import { isUnit, unitOf } from "./unit.js";
import { untilUnchanged } from "../blob/until-unchanged.js";
import { parseJson } from "./parse-json.js";

/**
 * The state of a prune. `claimed`: it is about to delete these versions, and a move to one of them withdraws the claim.
 * `condemned`: they are being deleted, and no pointer moves to them.
 */
const Pruning = z.strictObject({
  phase: z.enum(["claimed", "condemned"]),
  /** Each a version, or one edition of a version as {@link unitOf} writes it. */
  versions: z.array(z.string().refine(isUnit)),
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
 * Makes sure that no prune deletes a release, or the edition of its features, while the pointer moves to it.
 *
 * @throws `RELEASE_PRUNED` when it is being deleted
 */
export const withdrawFromPruning = async (
  store: BlobStore,
  model: string,
  { version, edition }: Named,
): Promise<void> =>
  untilUnchanged(async () => {
    const { pruning, etag } = await readPruning(store, model);
    const units = new Set([version, unitOf(version, edition?.name)]);
    if (etag === null || pruning?.versions.some((unit) => units.has(unit)) !== true) return;
    if (pruning.phase === "condemned") throw new ReleasePruned({ model, version });
    await store.delete(blobNames.pruning(model), etag);
  });
