import { setTimeout as wait } from "node:timers/promises";

import { isPassing } from "./answers.js";
import type { Deadline } from "./deadline.js";

/** Pauses between the tries, in milliseconds. */
const PAUSES = [250, 500, 1_000];

/**
 * Sends a request again while the account answers with something that passes, as when it is throttled: four tries in
 * all. The SDK does the same for 500 and 503 only.
 *
 * @throws the account's last answer
 */
export const retry = async <T>(
  { signal, heard }: Pick<Deadline, "signal" | "heard">,
  request: () => Promise<T>,
): Promise<T> => {
  for (const pause of PAUSES)
    try {
      return await request();
    } catch (cause) {
      if (!isPassing(cause)) throw cause;
      heard();
      await wait(pause, undefined, { signal });
    }
  return request();
};
