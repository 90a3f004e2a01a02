import { setTimeout as wait } from "node:timers/promises";

import { StoreUnreachable } from "@despliega/storage";
import type { Logger } from "pino";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Does work that needs the store; while the store cannot be reached, retries it after growing pauses.
 *
 * @param seconds after which the store's error is thrown
 */
export const retry = async (
  seconds: number,
  logger: Logger,
  work: () => Promise<void>,
): Promise<void> => {
  const end = performance.now() + seconds * 1_000;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnreachable) || performance.now() + pause > end) throw error;
      logger.warn({ code: error.code, problem: error.message, pause }, "trying again");
      await wait(pause);
    }
  }
};
