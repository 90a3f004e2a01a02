import { shownUrl, type Connection } from "./connection.js";
import type { DatabaseLimits } from "./session.js";
import { openSnapshot, type Snapshot } from "./snapshot.js";

/** The databases of a run, each opened once: all that is read of one is as it was at one moment. */
export interface Snapshots {
  readonly of: (connection: Connection) => Promise<Snapshot>;
}

/** Runs work with the databases that it asks for, one after the other, and closes them. */
export const withSnapshots = async <T>(
  limits: DatabaseLimits,
  work: (snapshots: Snapshots) => Promise<T>,
): Promise<T> => {
  const opened = new Map<string, Snapshot>();
  try {
    return await work({
      async of(connection) {
        const url = shownUrl(connection);
        const snapshot = opened.get(url) ?? (await openSnapshot(connection, limits));
        opened.set(url, snapshot);
        return snapshot;
      },
    });
  } finally {
    for (const snapshot of opened.values()) await snapshot.close();
  }
};
