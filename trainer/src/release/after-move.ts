import type { BlobStore, Champion, TableStore } from "@despliega/storage";

import type { Note } from "../records/run-record.js";

/** Opens a table of the account of a run, by its name. */
export type OpenTable = (table: string) => Promise<TableStore>;

/** The surroundings of a command that moves a pointer. */
export interface MoveContext {
  readonly store: BlobStore;
  readonly openTable: OpenTable;
  readonly note: Note;
  readonly progress: { notice(message: string): void };
}

/**
 * Runs what follows every move of a model's pointer, whichever command made it.
 *
 * @param champion the pointer after the move
 */
export const afterMove = async (champion: Champion, { note }: MoveContext): Promise<void> => {
  note({ version: champion.version });
};
