import { setTimeout as wait } from "node:timers/promises";

import { Passing } from "./ask.mjs";

const TRIES = 4;
const LONGEST_S = 30;

/** Runs the work up to four times while its error may pass. It waits 1, 2 and 4 seconds between, or as long as the host says. */
export const retry = async (work) => {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Passing) || tried === TRIES) throw error;
      const seconds = Number.isFinite(error.seconds) ? error.seconds : 2 ** (tried - 1);
      await wait(Math.min(seconds, LONGEST_S) * 1_000);
    }
  }
};
