import { Agent, get } from "node:http";

/** A load of requests that do not wait for earlier answers. */
export interface OpenLoopOptions {
  readonly url: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Latencies in milliseconds, from the moment a request was due; a failed request counts as infinitely late. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly failed: number;
}

/**
 * Sends requests at a fixed rate over kept-alive connections. A server that stalls makes all the requests late that
 * were due meanwhile, as it would its users, instead of holding the load back. Keeps one core busy to be on time.
 */
export const openLoop = ({
  url,
  rate,
  seconds,
  headers = {},
}: OpenLoopOptions): Promise<Latencies> =>
  new Promise((resolve) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 256 });
    const options = { agent, headers, timeout: 10_000 };
    const latencies = new Float64Array(rate * seconds);
    const interval = 1000 / rate;
    const started = performance.now();
    let sent = 0;
    let settled = 0;
    let failed = 0;

    const settle = (index: number, ok: boolean): void => {
      latencies[index] = ok ? performance.now() - (started + index * interval) : Infinity;
      if (!ok) failed += 1;
      settled += 1;
      if (settled < latencies.length) return;
      agent.destroy();
      resolve({ ...quantiles(latencies), failed });
    };

    const send = (index: number): void => {
      const request = get(url, options, (response) => {
        response.resume();
        response.once("close", () =>
          settle(index, response.complete && response.statusCode === 200),
        );
      });
      request.once("timeout", () => request.destroy());
      request.once("error", () => settle(index, false));
    };

    // A timer is up to a millisecond late, which is as much as what is measured; polling is not.
    const poll = (): void => {
      const now = performance.now();
      for (; sent < latencies.length && started + sent * interval <= now; sent += 1) send(sent);
      if (sent < latencies.length) setImmediate(poll);
    };
    poll();
  });

const quantiles = (latencies: Float64Array): Omit<Latencies, "failed"> => {
  latencies.sort();
  const at = (share: number): number => latencies[Math.ceil(share * latencies.length) - 1] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
};
