/** Tells whether this process has more to do than it can. */
export interface Overload {
  /** Whether a new request had better be turned away. */
  now(): boolean;
  /** Milliseconds by which the event loop was late in the last moments. */
  delay(): number;
  stop(): void;
}

const EVERY_MS = 20;

/**
 * Watches the event loop: work that waits for it waits as long as a timer is late.
 *
 * @param maxDelayMs lateness from which on requests are turned away; 0: never
 */
export const watchOverload = (maxDelayMs: number): Overload => {
  let last = performance.now();
  let late = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    // One late turn alone is not forgotten at once: it had a queue behind it.
    late = Math.max(now - last - EVERY_MS, late * 0.7);
    last = now;
  }, EVERY_MS);
  timer.unref();
  const delay = () => Math.max(late, performance.now() - last - EVERY_MS, 0);
  return {
    now: () =>
      maxDelayMs > 0 && (late > maxDelayMs || performance.now() - last > maxDelayMs + EVERY_MS),
    delay,
    stop: () => clearInterval(timer),
  };
};
