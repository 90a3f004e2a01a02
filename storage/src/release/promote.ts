import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobChanged, ChampionMissing, PredecessorMissing } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { MOST_TRIES } from "../blob/until-unchanged.js";
import { readChampion, writeChampion, type Champion, type ReadChampion } from "./champion.js";
import { recordMove } from "./ledger.js";
import { withdrawFromPruning } from "./pruning.js";
import { parseManifest, readManifest } from "./read.js";

/** Who moves the pointer, when and why. */
export interface Move {
  readonly at: Date;
  readonly by: string;
  readonly why: string;
  /** Why a release is promoted that could not be compared with the champion. Default: nobody had to say. */
  readonly consent?: string | undefined;
}

/**
 * Makes a release the champion, if the pointer is still the one that was read.
 *
 * @throws `BLOB_CHANGED` when somebody else moved the pointer in the meantime, `BLOB_MISSING` when there is no such
 * release, `RELEASE_INVALID` when its manifest is not one, `RELEASE_PRUNED` when it is being deleted
 */
export const promote = (
  store: BlobStore,
  model: string,
  release: string,
  move: Move,
  read?: ReadChampion,
): Promise<Champion> => {
  const vouch = async (): Promise<string> => {
    const { bytes } = await store.read(blobNames.manifest(model, release));
    parseManifest(bytes, model, release);
    return createHash("sha256").update(bytes).digest("hex");
  };
  return movePointer(
    store,
    model,
    () => ({ action: "promote", version: release, vouch }),
    move,
    read,
  );
};

/**
 * Makes the champion's predecessor the champion again; a second rollback goes forward again.
 *
 * @throws `CHAMPION_MISSING`, `PREDECESSOR_MISSING`, `BLOB_CHANGED`; `BLOB_MISSING` and `RELEASE_INVALID` when the
 * predecessor's manifest is gone or not the one that was promoted
 */
export const rollback = (store: BlobStore, model: string, move: Move): Promise<Champion> =>
  movePointer(
    store,
    model,
    (champion) => {
      if (champion === undefined) throw new ChampionMissing({ model });
      const { previous } = champion;
      if (previous === null) throw new PredecessorMissing({ model });
      const { version, manifest } = previous;
      const vouch = async (): Promise<string> => {
        await readManifest(store, model, version, manifest);
        return manifest;
      };
      return { action: "rollback", version, vouch };
    },
    move,
  );

interface Target {
  readonly action: Champion["action"];
  readonly version: string;
  /** Checks the manifest and returns its hash. */
  readonly vouch: () => Promise<string>;
}

// The ledger keeps the pointer's order because a move is only made once the one before it is recorded. A prune is safe
// because pointer, prune and manifest are read in this order: see prune.ts.
const movePointer = async (
  store: BlobStore,
  model: string,
  choose: (champion: Champion | undefined) => Target,
  { at, by, why, consent }: Move,
  read?: ReadChampion,
): Promise<Champion> => {
  let before = read ?? (await readChampion(store, model));
  for (let tries = 1; ; tries++) {
    const from = before.champion;
    const { action, version, vouch } = choose(from);
    await withdrawFromPruning(store, model, version);
    const champion: Champion = {
      model,
      sequence: (from?.sequence ?? 0) + 1,
      action,
      version,
      manifest: await vouch(),
      previous: predecessor(from, version),
      at: at.toISOString(),
      by,
      why,
      ...(consent === undefined ? {} : { consent }),
    };
    if (from !== undefined) await recordMove(store, from);
    try {
      await writeChampion(store, champion, before.etag);
    } catch (error) {
      if (!(error instanceof BlobChanged) || tries === MOST_TRIES) throw error;
      before = await readChampion(store, model);
      // A prune writes the pointer anew as it is: before this move, or after it while the answer to it was lost.
      if (before.champion?.sequence === from?.sequence) continue;
      if (!isDeepStrictEqual(before.champion, champion)) throw error;
    }
    await recordMove(store, champion);
    return champion;
  }
};

// Promoting the champion once more must not make it its own predecessor: a rollback would go nowhere.
const predecessor = (from: Champion | undefined, version: string): Champion["previous"] => {
  if (from === undefined) return null;
  if (from.version === version) return from.previous;
  return { version: from.version, manifest: from.manifest };
};
