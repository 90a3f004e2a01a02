import { ANONYMOUS, isDenial, type AuthResult, type CallerCheck } from "../http/auth-result.js";
import { isProbe, isPublic } from "../http/open-urls.js";
import type { Authenticator } from "./authentication/authenticator.js";
import { clientAddressOf } from "./rate-limit/client-address.js";
import { createLimiter } from "./rate-limit/limiter.js";
import type { RateLimitSettings } from "./rate-limit/settings.js";
import { subnetOf } from "./rate-limit/subnet.js";

/**
 * Makes the check of every request's caller: authentication, then the rate limit. Authenticated callers are counted by
 * name; all others, also those that are refused, by address.
 */
export const createCallerCheck = (
  authenticate: Authenticator,
  { limit, trustProxy }: RateLimitSettings,
): CallerCheck => {
  const limiter = limit === 0 ? () => undefined : createLimiter(limit);
  const addressOf = clientAddressOf(trustProxy);

  const count = (
    result: AuthResult,
    request: Parameters<CallerCheck>[0],
    now: number,
  ): AuthResult => {
    const named = !isDenial(result) && result.kind !== "anonymous";
    return limiter(named ? result.name : subnetOf(addressOf(request)), now) ?? result;
  };

  return (request, now) => {
    const { url = "" } = request;
    if (isProbe(url)) return ANONYMOUS;
    const result = isPublic(url) ? ANONYMOUS : authenticate(request.headers);
    return result instanceof Promise
      ? result.then((verified) => count(verified, request, now))
      : count(result, request, now);
  };
};
