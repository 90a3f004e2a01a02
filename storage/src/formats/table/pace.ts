import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Makes what long work awaits after each of its slices, so that other work of the process need not wait for its end.
 *
 * @param milliseconds that may pass before the others get their turn
 */
export const pace = (milliseconds: number): (() => Promise<void>) => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < milliseconds) return;
    await nextTurn();
    since = performance.now();
  };
};
