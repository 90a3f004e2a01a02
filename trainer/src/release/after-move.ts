import { DespliegaError, type BlobStore, type Champion } from "@despliega/storage";

import { TablesBehind } from "../errors/errors.js";
import { followChampion } from "./online/follow-champion.js";
import type { OnlineTables } from "./online/online-tables.js";
import type { Note } from "../records/run-record.js";

/** The surroundings of a command that moves a pointer. */
export interface MoveContext {
  readonly store: BlobStore;
  readonly tables: OnlineTables;
  readonly note: Note;
}

/**
 * Runs what follows every move of a model's pointer, whichever command made it: the published features become those of the
 * new champion.
 *
 * @param champion the pointer after the move
 * @throws `TABLES_BEHIND`: the move stands, and its repetition makes good what failed
 */
export const afterMove = async (
  { model, version }: Champion,
  { store, tables, note }: MoveContext,
): Promise<void> => {
  note({ version });
  try {
    await followChampion(store, tables, model);
  } catch (cause) {
    if (!(cause instanceof DespliegaError)) throw cause;
    throw new TablesBehind({ model, version, problem: cause.message }, { cause });
  }
};
