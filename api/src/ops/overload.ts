import type { Metrics } from "./metrics.js";

/** Tells whether this process has more to do than it can. */
export interface Overload {
  /** Whether to refuse a new request; counts those that are refused. */
  readonly shed: () => boolean;
  /** Requests that were refused. */
  readonly count: () => number;
  /** Milliseconds by which the event loop was late in the last moments. */
  readonly delay: () => number;
  readonly stop: () => void;
}

const EVERY_MS = 20;

/**
 * Watches the event loop: work that waits for it waits as long as a timer is late.
 *
 * @param maxDelayMs lateness from which on requests are shed; 0: never
 * @param isReady whether requests are expected. Until then the loop is late by what the start loads, and nothing is shed.
 *   Default: from the beginning
 */
export const watchOverload = (maxDelayMs: number, isReady = () => true): Overload => {
  let last = performance.now();
  let late = 0;
  let counts = isReady();
  let count = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    // One late turn is not forgotten at once: it had a queue behind it.
    if (counts) late = Math.max(now - last - EVERY_MS, late * 0.7);
    last = now;
    counts ||= isReady();
  }, EVERY_MS);
  timer.unref();
  const isLate = () =>
    maxDelayMs > 0 &&
    counts &&
    (late > maxDelayMs || performance.now() - last > maxDelayMs + EVERY_MS);
  return {
    shed() {
      const busy = isLate();
      if (busy) count++;
      return busy;
    },
    count: () => count,
    delay: () => Math.max(late, performance.now() - last - EVERY_MS, 0),
    stop: () => clearInterval(timer),
  };
};

/** Adds the lateness of the event loop and the requests that were shed to the metrics. */
export const addOverloadMetrics = (metrics: Metrics, overload: Overload): void => {
  metrics.add({
    name: "despliega_requests_shed_total",
    type: "counter",
    help: "Requests that were refused because the event loop was late.",
    labels: [],
    read: () => [{ labels: {}, value: overload.count() }],
  });
  metrics.add({
    name: "despliega_event_loop_delay_seconds",
    type: "gauge",
    help: "By how much the event loop is late.",
    labels: [],
    read: () => [{ labels: {}, value: overload.delay() / 1_000 }],
  });
};
