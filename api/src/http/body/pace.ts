import type { Deadline } from "./deadline.js";

/** Milliseconds in which a body may be as slow as it likes. */
const GRACE_MS = 1_000;

const EVERY_MS = 250;

/** Ends the watch of a body. */
export type EndWatch = () => void;

/**
 * Watches how fast a body comes: after a grace of a second, one that at its pace so far cannot be there by its deadline
 * is late at once, so that it does not hold a place which others need until then.
 *
 * @param length of the whole body
 * @param received bytes so far
 * @param late called once
 */
export const watchPace = (
  length: number,
  received: () => number,
  { seconds }: Pick<Deadline, "seconds">,
  late: () => void,
): EndWatch => {
  const start = performance.now();
  const timer = setInterval(() => {
    const elapsed = performance.now() - start - GRACE_MS;
    if (received() < (length * elapsed) / (seconds * 1_000)) late();
  }, EVERY_MS);
  return () => clearInterval(timer);
};
