import { isDeepStrictEqual } from "node:util";

import type { BlobStore } from "../blob/blob-store.js";
import { MOST_TRIES } from "../blob/until-unchanged.js";
import { BlobChanged } from "../errors/errors.js";
import {
  isSamePosition,
  positionOf,
  readChampion,
  writeChampion,
  type Champion,
  type EditionPointer,
  type Named,
  type ReadChampion,
} from "./champion.js";
import { recordMove } from "./ledger.js";
import { withdrawFromPruning } from "./pruning.js";
import type { Strictness } from "./require-strict.js";
import { signedInRecord } from "./signed-in-record.js";
import { withSignature } from "./signing/pointer-signature.js";

/** The actor, time and reason of a move of the pointer. */
export interface Move extends Strictness {
  readonly at: Date;
  readonly by: string;
  readonly why: string;
  /** The reason for a move that needs one, as {@link Champion} keeps it. Default: none was needed. */
  readonly consent?: string | undefined;
  /** Promotes without the approvals that the release asks for. Default: they are needed. */
  readonly waived?: boolean | undefined;
}

/** The hash of a release's manifest, and what else the pointer says of it. */
export type Checked = Pick<Champion, "manifest" | "copied" | "approvals" | "relaxed">;

/** The target of a move. */
export interface Target {
  readonly action: Champion["action"];
  readonly version: string;
  /** Default: the features that the release was published with. */
  readonly edition?: EditionPointer | undefined;
  /** Checks the release and the edition, and returns what the pointer says of the release. */
  readonly checked: () => Promise<Checked>;
}

/**
 * Moves the pointer of a model and records the move, signed where the store has a signer, in the ledger.
 *
 * The ledger has the pointer's order, because each move first records the one before it. A concurrent prune is safe,
 * because pointer, prune and manifest are read in this order: see prune.ts.
 *
 * @param choose the target, given the champion of the moment
 * @param read the pointer when it was read. Default: it is read now
 * @throws `BLOB_CHANGED` when the pointer has moved, `RELEASE_PRUNED`, and the errors of `choose`
 */
export const movePointer = async (
  store: BlobStore,
  model: string,
  choose: (champion: Champion | undefined) => Target,
  { at, by, why, consent }: Move,
  read?: ReadChampion,
): Promise<Champion> => {
  const signedIn = await signedInRecord(store);
  let before = read ?? (await readChampion(store, model));
  for (let tries = 1; ; tries++) {
    const from = before.champion;
    const { action, checked, ...target } = choose(from);
    await withdrawFromPruning(store, model, target);
    const { manifest, ...rest } = await checked();
    const champion = await withSignature<Champion>(store, "despliega-move", {
      model,
      sequence: (from?.sequence ?? 0) + 1,
      action,
      ...positionOf({ ...target, manifest }),
      ...rest,
      previous: predecessor(from, target),
      at: at.toISOString(),
      by,
      why,
      ...signedIn,
      ...(consent === undefined ? {} : { consent }),
    });
    if (from !== undefined) await recordMove(store, from);
    try {
      await writeChampion(store, champion, before.etag);
    } catch (error) {
      if (!(error instanceof BlobChanged) || tries === MOST_TRIES) throw error;
      before = await readChampion(store, model);
      // A prune writes the pointer unchanged: before this move, or after it when the answer to this move was lost.
      if (before.champion?.sequence === from?.sequence) continue;
      if (!isDeepStrictEqual(before.champion, champion)) throw error;
    }
    await recordMove(store, champion);
    return champion;
  }
};

// A second promotion of the champion must not make it its own predecessor: a rollback would have no effect.
const predecessor = (from: Champion | undefined, target: Named): Champion["previous"] => {
  if (from === undefined) return null;
  return isSamePosition(from, target) ? from.previous : positionOf(from);
};
