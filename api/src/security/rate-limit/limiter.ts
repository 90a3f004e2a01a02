import type { Denial } from "../../http/denial.js";
import { createRecent } from "../recent.js";

/**
 * Counts what a caller asks for, and refuses it once the limit was reached.
 *
 * @param now milliseconds of a clock that never goes back, such as `performance.now()`
 * @param amount of what is counted. Default 1; 0 only looks
 */
export type Limiter = (caller: string, now: number, amount?: number) => Denial | undefined;

const WINDOW_MS = 60_000;

/** Callers that are counted apart, which bounds the memory to some 16 MB. */
export const MAX_CALLERS = 100_000;

interface Count {
  end: number;
  amount: number;
}

/**
 * Makes a limiter with a window of a minute for each caller, which begins with the first request. A full table forgets
 * the callers who have not asked for longest; a caller who goes on asking keeps the count, however many others come.
 *
 * @param limit of one caller in a window
 * @param unit of what is counted, for the policy's name. Default: requests
 */
export const createLimiter = (limit: number, unit: "" | "-rows" = ""): Limiter => {
  const counts = createRecent<Count>(MAX_CALLERS / 2);
  return (caller, now, amount = 1) => {
    const count = counts.get(caller);
    if (count === undefined) {
      counts.set(caller, { end: now + WINDOW_MS, amount });
      return undefined;
    }
    if (now >= count.end) {
      count.end = now + WINDOW_MS;
      count.amount = 0;
    }
    if (count.amount >= limit) return denial(limit, unit, Math.ceil((count.end - now) / 1_000));
    count.amount += amount;
    return undefined;
  };
};

/** As the IETF's draft on RateLimit headers has them, in the form and under the name of express-rate-limit. */
const denial = (limit: number, unit: string, seconds: number): Denial => {
  const policy = `"${limit}${unit}-in-1min"`;
  return {
    code: "RATE_LIMITED",
    headers: [
      "retry-after",
      seconds,
      "ratelimit",
      `${policy}; r=0; t=${seconds}`,
      "ratelimit-policy",
      `${policy}; q=${limit}; w=${WINDOW_MS / 1_000}`,
    ],
  };
};
