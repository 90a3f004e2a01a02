import { hostname, userInfo } from "node:os";

/** Who runs this process, for the record: a name, or a number where the system knows no name, and the machine. */
export const currentActor = (): string => `${userName()}@${hostname()}`;

// A container may run under any number; `userInfo` throws for one that has no entry among the users.
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
};
