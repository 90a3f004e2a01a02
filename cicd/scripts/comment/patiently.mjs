import { setTimeout as wait } from "node:timers/promises";

import { Passing } from "./ask.mjs";

const TRIES = 4;
const LONGEST_S = 30;

/** Does it, up to four times while what goes wrong may pass, with one, two and four seconds or what the host asks between. */
export const patiently = async (work) => {
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
