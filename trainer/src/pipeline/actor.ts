import { hostname, userInfo } from "node:os";

/**
 * The user and the machine that run this process, for the ledger. The user is a number where the system knows no name.
 */
export const currentActor = (): string => `${userName()}@${hostname()}`;

// A container may run under any user id, and `userInfo` throws for an id without an entry.
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
};
