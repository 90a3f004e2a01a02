import { isAlive } from "@despliega/storage";
import { ownPlace } from "@despliega/storage/local";

import type { StoredRecord } from "./entity.js";
import { BEAT_MS } from "./recorder.js";
import type { Outcome } from "./run-record.js";

/**
 * What a run is, as far as this process can know. `died`: its process is not there any more. `silent`: it gave no sign
 * of life for five minutes; it died, or its machine cannot reach the account.
 */
export type State = Outcome | "died" | "silent";

/** Milliseconds without a sign of life after which a run is silent. */
const SILENT_MS = 5 * BEAT_MS;

/**
 * The state of a run. Another machine's clock plays no part: signs of life have their times from the store.
 *
 * @param now by the store's clock
 * @param place of this process: only the processes of one place see each other
 */
export const stateOf = (
  { outcome, changed, pid, place: of }: StoredRecord,
  now: Date,
  place: string = ownPlace(),
): State => {
  if (outcome !== "running") return outcome;
  if (of === place && !isAlive(pid)) return "died";
  return now.getTime() - changed.getTime() > SILENT_MS ? "silent" : "running";
};
