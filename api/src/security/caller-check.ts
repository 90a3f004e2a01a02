import {
  ANONYMOUS,
  isDenial,
  type AuthResult,
  type CallerCheck,
  type Identity,
  type Incoming,
} from "../http/auth-result.js";
import type { Denial } from "../http/denial.js";
import { isProbe, isPublic } from "../http/open-urls.js";
import type { Authenticator } from "./authentication/authenticator.js";
import { clientAddressOf } from "./rate-limit/client-address.js";
import { createLimiter, type Limiter } from "./rate-limit/limiter.js";
import type { RateLimitSettings } from "./rate-limit/settings.js";
import { subnetOf } from "./rate-limit/subnet.js";

/** A limiter without a limit. */
const UNLIMITED: Limiter = () => undefined;

/**
 * Makes the check of every request's caller: authentication, then the rate limits. Authenticated callers are counted by
 * name; all others, also those that are refused, by address. The rows of a request are known once it is read:
 * a caller who was answered for more than the limit is refused from then on, also with a body that had begun to come.
 */
export const createCallerCheck = (
  authenticate: Authenticator,
  { limit, rowLimit = 0, trustProxy }: RateLimitSettings,
): CallerCheck => {
  const ofRequests = limit === 0 ? UNLIMITED : createLimiter(limit);
  const ofRows = rowLimit === 0 ? UNLIMITED : createLimiter(rowLimit, "-rows");
  const addressOf = clientAddressOf(trustProxy);

  const nameOf = (result: AuthResult, request: Incoming): string =>
    !isDenial(result) && result.kind !== "anonymous" ? result.name : subnetOf(addressOf(request));

  const count = (result: AuthResult, request: Incoming, now: number): AuthResult => {
    const name = nameOf(result, request);
    return ofRequests(name, now) ?? ofRows(name, now, 0) ?? result;
  };

  const check = (request: Incoming, now: number): AuthResult | Promise<AuthResult> => {
    const { url = "" } = request;
    if (isProbe(url)) return ANONYMOUS;
    const result = isPublic(url) ? ANONYMOUS : authenticate(request.headers);
    return result instanceof Promise
      ? result.then((verified) => count(verified, request, now))
      : count(result, request, now);
  };

  const countRows = (request: Incoming, caller: Identity, rows: number): Denial | undefined =>
    ofRows(nameOf(caller, request), performance.now(), rows);
  return Object.assign(check, { countRows: rowLimit === 0 ? undefined : countRows });
};
