import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { Claim } from "./claim.js";
import { watchHeartbeat, type BeatState } from "./heartbeat.js";
import { openLease, type Lease } from "./lease.js";
import { ownPlace } from "./place.js";

/** The result of a check of a claim: a lease from its keeper, or the state of a keeper that gives none. */
export type Standing =
  | Lease
  /** The keeper's process lives at this place and sends nothing. */
  | "silent"
  /** The keeper lives at another place. */
  | BeatState;

/**
 * Checks whether the keeper of a claim lives, and deletes the claim if it does not. A keeper of this place is dead when it
 * does not listen on its port. A keeper of another place is dead when its heartbeat has stopped.
 *
 * @returns undefined for a dead keeper
 */
export const standingOf = async (
  directory: string,
  claim: Claim,
): Promise<Standing | undefined> => {
  const lease = await openLease(claim);
  if (typeof lease === "object") return lease;
  const file = join(directory, claim.file);
  const standing = claim.place === ownPlace() ? lease : await watchHeartbeat(file);
  if (standing === undefined) await rm(file, { force: true });
  return standing;
};
