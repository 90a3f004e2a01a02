import { BlobChanged } from "../errors/errors.js";

/** How often in a row somebody else's write may come first; more racers than that do not meet at one blob. */
export const MOST_TRIES = 50;

/**
 * Does work that reads, decides and writes; and again from its beginning when somebody else wrote in between.
 *
 * @throws `BLOB_CHANGED` after {@link MOST_TRIES} tries
 */
export const untilUnchanged = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BlobChanged) || tries === MOST_TRIES) throw error;
    }
};
