import { hostname, userInfo } from "node:os";

/**
 * The user and the machine that run this process, for the ledger. The user is a number where the system knows no name.
 */
export const currentActor = (): string => `${userName()}@${hostname()}`;

/** The user that runs this process. A container may run under any id, and `userInfo` throws for one without an entry. */
export const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
};
