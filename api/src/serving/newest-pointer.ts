import {
  newestSignedMove,
  PointerOlder,
  requireChampion,
  type BlobStore,
  SignatureInvalid,
  blobNames,
  type Champion,
  type SeenMove,
} from "@despliega/storage";

/** Reads the pointer of a model. */
export type ReadPointer = (model: string) => Promise<Champion>;

/**
 * Makes the function that reads pointers. Where the store says whose signatures count, it refuses one that is older than
 * what this process has read, or than the newest signed move in the ledger when it first reads it: an old pointer is
 * signed too. One that names no store is refused after one that does.
 *
 * @throws `CHAMPION_MISSING`, `POINTER_OLDER`, `SIGNATURE_INVALID`, `RELEASE_INVALID`
 */
export const newestPointer = (store: BlobStore): ReadPointer => {
  if (store.signatures?.trusted === undefined) return (model) => requireChampion(store, model);
  const seen = new Map<string, SeenMove>();
  return async (model) => {
    // The ledger comes first, since a move reaches it after the pointer.
    const least = seen.get(model) ?? (await newestSignedMove(store, model));
    const champion = await requireChampion(store, model);
    const { sequence, store: named } = champion;
    if (sequence < least.sequence)
      throw new PointerOlder({ model, sequence, seen: least.sequence });
    if (named === undefined && least.store !== undefined)
      throw new SignatureInvalid({
        name: blobNames.champion(model),
        problem: "it names no store, and moves before it do",
      });
    seen.set(model, { sequence, store: named });
    return champion;
  };
};
