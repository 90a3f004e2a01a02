import { BlobChanged } from "../errors/errors.js";

/** Attempts before a writer gives up. Fewer writers than that compete for one blob. */
export const MOST_TRIES = 50;

/**
 * Runs work that reads, decides and writes. When another writer was faster, the work runs again from its start.
 *
 * @throws `BLOB_CHANGED` after {@link MOST_TRIES} attempts
 */
export const untilUnchanged = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BlobChanged) || tries === MOST_TRIES) throw error;
    }
};
