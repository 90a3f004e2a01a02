import type { IncomingMessage } from "node:http";

import { ANONYMOUS, isDenial, type Authenticator, type Outcome } from "./auth/identity.js";
import { isProbe, isPublic } from "./auth/open-urls.js";
import { clientAddressOf } from "./rate-limit/client-address.js";
import { createLimiter } from "./rate-limit/limiter.js";
import type { RateLimitSettings } from "./rate-limit/settings.js";
import { subnetOf } from "./rate-limit/subnet.js";

/**
 * Tells who sent a request, or why it is not let in; answers at once unless a token must be verified.
 *
 * @param now milliseconds of a clock that never goes back
 */
export type Gate = (
  request: Pick<IncomingMessage, "url" | "headers" | "socket">,
  now: number,
) => Outcome | Promise<Outcome>;

/**
 * Makes the gate that every request passes. Known callers are counted by their name; all others, those who are refused
 * among them, by their address.
 */
export const createGate = (
  authenticate: Authenticator,
  { limit, trustProxy }: RateLimitSettings,
): Gate => {
  const limiter = limit === 0 ? () => undefined : createLimiter(limit);
  const addressOf = clientAddressOf(trustProxy);

  const count = (outcome: Outcome, request: Parameters<Gate>[0], now: number): Outcome => {
    const named = !isDenial(outcome) && outcome.kind !== "anonymous";
    return limiter(named ? outcome.name : subnetOf(addressOf(request)), now) ?? outcome;
  };

  return (request, now) => {
    const { url = "" } = request;
    if (isProbe(url)) return ANONYMOUS;
    const outcome = isPublic(url) ? ANONYMOUS : authenticate(request.headers);
    return outcome instanceof Promise
      ? outcome.then((verified) => count(verified, request, now))
      : count(outcome, request, now);
  };
};
