import { setTimeout as wait } from "node:timers/promises";

/**
 * Asks again and again until the answer is neither undefined nor false.
 *
 * @param seconds after which it is given up. Default 60: for a condition that never comes, not to measure anything
 */
export const until = async <T>(
  ask: () => T | Promise<T>,
  what: string,
  seconds = 60,
): Promise<Exclude<T, undefined | false>> => {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await wait(20);
  }
};
