import { setTimeout as wait } from "node:timers/promises";

import type { Random } from "../../load/lib/random.js";
import type { Choose } from "../../../support/faulty-proxy.js";

/** Ends a trainer at once. */
export type Kill = () => void;

/** When a trainer dies. */
export interface Moment {
  readonly title: string;
  /** Given the kill, what the proxy does to each of the run's requests. */
  readonly choose: (kill: Kill) => Choose;
  /** Kills after a time, for a moment that no request marks. */
  readonly later: (kill: Kill) => Promise<void>;
}

/** Before and after each of so many storage operations. */
export const operationMoments = (requests: number): Moment[] =>
  Array.from({ length: requests }, (_, i) => i + 1).flatMap((at): Moment[] => [
    {
      title: `before operation ${at}`,
      choose: (kill) => (_request, number) => (number === at ? kill : undefined),
      later: async () => {},
    },
    {
      title: `after operation ${at}, before its answer`,
      choose: (kill) => (_request, number) =>
        number === at
          ? async ({ send }) => {
              await send();
              kill();
            }
          : undefined,
      later: async () => {},
    },
  ]);

/** Some moment of a run that takes so many milliseconds. */
export const randomMoment = (random: Random, milliseconds: number): Moment => {
  const at = random.int(0, milliseconds);
  return {
    title: `after ${at} ms`,
    choose: () => () => undefined,
    async later(kill) {
      await wait(at);
      kill();
    },
  };
};
