import { DespliegaError, endChallenge, type BlobStore, type Champion } from "@despliega/storage";

import { TablesBehind } from "../errors/errors.js";
import { followChampion } from "./online/follow-champion.js";
import type { OnlineTables } from "./online/online-tables.js";
import type { Note } from "../records/run-record.js";
import { pointerMoved } from "./webhook/event.js";
import type { Webhook } from "./webhook/webhook.js";

/** The surroundings of a command that moves a pointer. */
export interface MoveContext {
  readonly store: BlobStore;
  readonly tables: OnlineTables;
  readonly webhook: Webhook;
  readonly note: Note;
}

/**
 * Runs what follows every move of a model's pointer, whichever command made it: the webhook tells of it, a
 * challenge by the new champion ends, and the published features become its own.
 *
 * @param champion the pointer after the move
 * @throws `TABLES_BEHIND`: the move stands, and its repetition makes good what failed
 */
export const afterMove = async (
  champion: Champion,
  { store, tables, webhook, note }: MoveContext,
): Promise<void> => {
  const { model, version } = champion;
  note({ version });
  webhook.tell(pointerMoved(tables.container, champion));
  // A champion has nobody to be compared with.
  await endChallenge(store, model, version);
  try {
    await followChampion(store, tables, model);
  } catch (cause) {
    if (!(cause instanceof DespliegaError)) throw cause;
    throw new TablesBehind({ model, version, problem: cause.message }, { cause });
  }
};
