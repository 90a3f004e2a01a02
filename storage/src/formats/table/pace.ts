import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Makes a function that long work awaits after each slice, so that the event loop can run other work in between.
 *
 * @param milliseconds between two turns of the event loop
 */
export const pace = (milliseconds: number): (() => Promise<void>) => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < milliseconds) return;
    await nextTurn();
    since = performance.now();
  };
};
