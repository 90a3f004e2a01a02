import type { BlobStore } from "../../blob/blob-store.js";
import { readLedger } from "../ledger.js";
import { pointerProblem } from "./pointer-signature.js";

/** What is known of the moves of a pointer. */
export interface SeenMove {
  /** No pointer of the model is older. */
  readonly sequence: number;
  /** The store that a move names; undefined where none does so far. */
  readonly store?: string | undefined;
}

/**
 * The newest move in the ledger whose signature counts.
 *
 * @returns of sequence 0 where there is none, and where the store does not say whose signatures count
 * @throws `RELEASE_INVALID` for a ledger that is damaged
 */
export const newestSignedMove = async (store: BlobStore, model: string): Promise<SeenMove> => {
  const { signatures } = store;
  if (signatures?.trusted === undefined) return { sequence: 0 };
  const newest = (await readLedger(store, model)).findLast(
    (move) => pointerProblem(signatures, "despliega-move", move) === undefined,
  );
  return newest ?? { sequence: 0 };
};
