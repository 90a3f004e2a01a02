import type { BlobStore } from "../../blob/blob-store.js";
import { signatureProblem } from "../../signing/signature.js";
import { readLedger } from "../ledger.js";
import { signedBytes } from "./pointer-signature.js";

/**
 * The sequence of the newest move in the ledger whose signature counts: no pointer of the model is older.
 *
 * @returns 0 where there is none, and where the store does not say whose signatures count
 * @throws `RELEASE_INVALID` for a ledger that is damaged
 */
export const newestSignedMove = async (store: BlobStore, model: string): Promise<number> => {
  const trusted = store.signatures?.trusted;
  if (trusted === undefined) return 0;
  const newest = (await readLedger(store, model)).findLast(
    (move) =>
      move.signature !== undefined &&
      signatureProblem(trusted, "despliega-move", signedBytes(move), move.signature) === undefined,
  );
  return newest?.sequence ?? 0;
};
