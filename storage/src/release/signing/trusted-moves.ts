import type { BlobStore } from "../../blob/blob-store.js";
import type { Champion } from "../champion.js";
import { readLedger } from "../ledger.js";
import { pointerProblem } from "./pointer-signature.js";

/**
 * The moves of a model's ledger that count, oldest first. Where the store says whose signatures count, these are from the first
 * signed one on those that are signed; of the moves before nothing is known.
 *
 * @throws `RELEASE_INVALID`
 */
export const trustedMoves = async (store: BlobStore, model: string): Promise<Champion[]> => {
  const moves = await readLedger(store, model);
  const counts = (move: Champion): boolean =>
    pointerProblem(store.signatures ?? {}, "despliega-move", move) === undefined;
  const first = moves.findIndex(counts);
  return moves.filter((move, at) => at < first || first < 0 || counts(move));
};
