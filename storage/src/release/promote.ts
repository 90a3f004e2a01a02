import { createHash } from "node:crypto";

import type { BlobStore } from "../blob/blob-store.js";
import { ChampionMissing, PredecessorMissing, ReleaseInvalid } from "../errors/errors.js";
import { requireApprovals } from "./approvals.js";
import { blobNames } from "./blob-names.js";
import { readChampion, type Champion, type EditionPointer, type ReadChampion } from "./champion.js";
import { readEdition } from "./edition/read.js";
import { readLedger } from "./ledger.js";
import { movePointer, type Checked, type Move } from "./move-pointer.js";
import { readOrigin } from "./origin.js";
import { parseManifest, readManifest, readManifestBytes } from "./read.js";
import { requireStrict } from "./require-strict.js";
import { releaseBefore } from "./release-before.js";

/**
 * Makes a release the champion, if the pointer has not moved since it was read.
 *
 * @param read the pointer when it was read. Default: it is read now
 * @throws `BLOB_CHANGED` when the pointer has moved, `BLOB_MISSING` when there is no such release, `RELEASE_INVALID` when
 * its manifest is not valid, `RELEASE_PRUNED` when it is being deleted, `APPROVALS_MISSING`, `RELEASE_LESS_STRICT`
 */
export const promote = (
  store: BlobStore,
  model: string,
  release: string,
  move: Move,
  read?: ReadChampion,
): Promise<Champion> => {
  const check = async (champion: Champion | undefined): Promise<Checked> => {
    const bytes = await readManifestBytes(store, model, release);
    const manifest = parseManifest(bytes, model, release);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const relaxed = await requireStrict(store, manifest, champion, move);
    const copied = await readOrigin(store, model, release);
    const approvals = await requireApprovals(store, { manifest, sha256 }, champion, move);
    return {
      manifest: sha256,
      ...(copied?.manifest === sha256 ? { copied } : {}),
      ...(approvals === undefined ? {} : { approvals }),
      ...(relaxed === undefined ? {} : { relaxed }),
    };
  };
  return movePointer(
    store,
    model,
    (champion) => ({ action: "promote", version: release, checked: () => check(champion) }),
    move,
    read,
  );
};

/** What a rollback goes back past: the last move, or all moves of the present release. */
export type RollbackPast = "move" | "release";

/**
 * Moves the pointer back to where it was, a release and the edition of its features. It needs no approvals. A second
 * rollback undoes the first.
 *
 * @param past `release`: all refreshes of the champion's features are passed over. Default: the last move is undone
 * @throws `CHAMPION_MISSING`, `PREDECESSOR_MISSING`, `BLOB_CHANGED`, `RELEASE_LESS_STRICT`; `BLOB_MISSING` and `RELEASE_INVALID` when a manifest
 * is missing or has changed
 */
export const rollback = async (
  store: BlobStore,
  model: string,
  move: Move,
  past: RollbackPast = "move",
): Promise<Champion> => {
  const read = await readChampion(store, model);
  const moves = past === "move" ? [] : await readLedger(store, model);
  return movePointer(
    store,
    model,
    (champion) => {
      if (champion === undefined) throw new ChampionMissing({ model });
      const to = past === "move" ? champion.previous : releaseBefore(moves, champion);
      if (to === null || to === undefined) throw new PredecessorMissing({ model });
      const { version, manifest, edition } = to;
      const checked = async (): Promise<Checked> => {
        const release = await readManifest(store, model, version, manifest);
        const relaxed = await requireStrict(store, release, champion, move);
        if (edition !== undefined) await readEdition(store, model, version, edition);
        return { manifest, ...(relaxed === undefined ? {} : { relaxed }) };
      };
      return { action: "rollback", version, edition, checked };
    },
    move,
    read,
  );
};

/**
 * Moves the pointer to an edition of the champion's features, if it has not moved since it was read.
 *
 * @param read the pointer when it was read
 * @throws `CHAMPION_MISSING`, `BLOB_CHANGED` when the pointer has moved; `BLOB_MISSING` and `RELEASE_INVALID` when the
 * edition's manifest is missing, has changed, or belongs to another release
 */
export const refresh = (
  store: BlobStore,
  model: string,
  edition: EditionPointer,
  move: Move,
  read: ReadChampion,
): Promise<Champion> =>
  movePointer(
    store,
    model,
    (champion) => {
      if (champion === undefined) throw new ChampionMissing({ model });
      const { version, manifest, copied, relaxed } = champion;
      const kept = {
        ...(copied === undefined ? {} : { copied }),
        ...(relaxed === undefined ? {} : { relaxed }),
      };
      const checked = async (): Promise<Checked> => {
        const { release } = await readEdition(store, model, version, edition);
        if (release === manifest) return { manifest, ...kept };
        const name = blobNames.manifest(model, version, edition.name);
        throw new ReleaseInvalid({ name, problem: "it belongs to another release" });
      };
      return { action: "refresh", version, edition, checked };
    },
    move,
    read,
  );
