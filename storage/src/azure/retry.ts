import { setTimeout as wait } from "node:timers/promises";

import { isTransient } from "./answers.js";
import type { Deadline } from "./deadline.js";

/** Pauses between the attempts, in milliseconds. */
const PAUSES = [250, 500, 1_000];

/**
 * Sends a request, and repeats it while the account's answer is transient, for example when it is throttled: four attempts
 * in all. The SDK does the same for 500 and 503 only.
 *
 * @throws the last answer
 */
export const retry = async <T>(
  { signal, heard }: Pick<Deadline, "signal" | "heard">,
  request: () => Promise<T>,
): Promise<T> => {
  for (const pause of PAUSES)
    try {
      return await request();
    } catch (cause) {
      if (!isTransient(cause)) throw cause;
      heard();
      await wait(pause, undefined, { signal });
    }
  return request();
};
