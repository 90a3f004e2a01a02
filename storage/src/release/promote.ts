import { createHash } from "node:crypto";

import type { BlobStore } from "../blob-store.js";
import { ChampionMissing, PredecessorMissing } from "../errors.js";
import { blobNames } from "../names.js";
import { readChampion, type Champion, type ReadChampion } from "./champion.js";
import { recordMove } from "./ledger.js";
import { parseManifest, readManifest } from "./read.js";

/** Who moves the pointer, when and why. */
export interface Move {
  readonly at: Date;
  readonly by: string;
  readonly why: string;
}

/**
 * Makes a release the champion, if the pointer is still the one that was read.
 *
 * @throws `BLOB_CHANGED` when somebody else moved the pointer in the meantime, `BLOB_MISSING` when there is no such
 * release, `RELEASE_INVALID` when its manifest is not one
 */
export const promote = async (
  store: BlobStore,
  model: string,
  release: string,
  move: Move,
  read?: ReadChampion,
): Promise<Champion> => {
  const before = read ?? (await readChampion(store, model));
  const { bytes } = await store.read(blobNames.manifest(model, release));
  parseManifest(bytes, model, release);
  const manifest = createHash("sha256").update(bytes).digest("hex");
  return movePointer(store, before, { action: "promote", model, version: release, manifest }, move);
};

/**
 * Makes the champion's predecessor the champion again; a second rollback goes forward again.
 *
 * @throws `CHAMPION_MISSING`, `PREDECESSOR_MISSING`, `BLOB_CHANGED`; `BLOB_MISSING` and `RELEASE_INVALID` when the
 * predecessor's manifest is gone or not the one that was promoted
 */
export const rollback = async (store: BlobStore, model: string, move: Move): Promise<Champion> => {
  const before = await readChampion(store, model);
  if (before.champion === undefined) throw new ChampionMissing({ model });
  const { previous } = before.champion;
  if (previous === null) throw new PredecessorMissing({ model });
  await readManifest(store, model, previous.version, previous.manifest);
  return movePointer(store, before, { action: "rollback", model, ...previous }, move);
};

// The ledger keeps the pointer's order because a move is only made once the one before it is recorded.
const movePointer = async (
  store: BlobStore,
  before: ReadChampion,
  to: Pick<Champion, "action" | "model" | "version" | "manifest">,
  { at, by, why }: Move,
): Promise<Champion> => {
  const from = before.champion;
  if (from !== undefined) await recordMove(store, from);
  const champion: Champion = {
    model: to.model,
    sequence: (from?.sequence ?? 0) + 1,
    action: to.action,
    version: to.version,
    manifest: to.manifest,
    previous: predecessor(from, to.version),
    at: at.toISOString(),
    by,
    why,
  };
  const bytes = Buffer.from(`${JSON.stringify(champion, null, 2)}\n`);
  await store.replace(blobNames.champion(to.model), bytes, before.etag);
  await recordMove(store, champion);
  return champion;
};

// Promoting the champion once more must not make it its own predecessor: a rollback would go nowhere.
const predecessor = (from: Champion | undefined, version: string): Champion["previous"] => {
  if (from === undefined) return null;
  if (from.version === version) return from.previous;
  return { version: from.version, manifest: from.manifest };
};
