import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { Claim } from "./claim.js";
import { watchHeartbeat, type BeatState } from "./heartbeat.js";
import { openLease, type Lease } from "./lease.js";
import { ownPlace } from "./place.js";

/** What a claim is worth: a lease of its keeper, or what is known of one that gives none. */
export type Standing =
  | Lease
  /** Its keeper runs here and says nothing. */
  | "silent"
  /** Its keeper lives at another place. */
  | BeatState;

/**
 * Finds out what a claim is worth, and deletes one whose keeper is dead: here, when nobody listens on its port; at
 * another place, where that says nothing, when its heart does not beat.
 *
 * @returns undefined for the claim of a dead keeper
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
