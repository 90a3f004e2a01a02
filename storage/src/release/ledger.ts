import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing, ReleaseInvalid } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { untilUnchanged } from "../blob/until-unchanged.js";
import { Champion } from "./champion.js";
import { parseJson } from "./parse-json.js";

const read = async (store: BlobStore, name: string): Promise<Buffer> => {
  try {
    return (await store.read(name)).bytes;
  } catch (error) {
    if (error instanceof BlobMissing) return Buffer.alloc(0);
    throw error;
  }
};

const entries = (bytes: Buffer, name: string): Champion[] => {
  const moves = bytes
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => parseJson(Champion, Buffer.from(line), name));
  const strayed = moves.findIndex(({ sequence }, at) => sequence !== at + 1);
  if (strayed < 0) return moves;
  throw new ReleaseInvalid({ name, problem: `move ${strayed + 1} is not in its place` });
};

/** Reads every move of a model's pointer, oldest first. @throws `RELEASE_INVALID` */
export const readLedger = async (store: BlobStore, model: string): Promise<Champion[]> => {
  const name = blobNames.ledger(model);
  return entries(await read(store, name), name);
};

/**
 * Appends a move of the pointer unless the ledger has it. The next move also records an earlier one that was interrupted
 * before its record, so the ledger has every move once, in order.
 *
 * @throws `RELEASE_INVALID` when the ledger lacks an earlier move
 */
export const recordMove = async (store: BlobStore, move: Champion): Promise<void> => {
  const name = blobNames.ledger(move.model);
  let seen = -1;
  await untilUnchanged(async () => {
    const bytes = await read(store, name);
    // An append fails when another one was faster, and then the ledger must be longer.
    if (bytes.length === seen)
      throw new ReleaseInvalid({ name, problem: "it is not read as it is" });
    seen = bytes.length;
    const last = entries(bytes, name).at(-1)?.sequence ?? 0;
    if (last >= move.sequence) return;
    if (last !== move.sequence - 1)
      throw new ReleaseInvalid({
        name,
        problem: `it ends at move ${last} before move ${move.sequence}`,
      });
    await store.append(name, Buffer.from(`${JSON.stringify(move)}\n`), bytes.length);
  });
};
