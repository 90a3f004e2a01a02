import { NO_MODEL } from "@despliega/storage";

import {
  isDenial,
  type AuthResult,
  type CallerCheck,
  type Incoming,
} from "../../http/auth-result.js";
import type { Audit } from "./audit.js";

/** What records of refusals are made with. */
export interface RefusalsOptions {
  readonly audit: Audit;
  /** The address of the client that sent a request. */
  readonly addressOf: (request: Incoming) => string;
  /** Milliseconds for which refusals are told one by one, and then counted. Default: a minute */
  readonly windowMs?: number;
}

/** The check of callers, with a record of those whom it refuses. */
export interface AuditedCheck extends CallerCheck {
  /** Records what was only counted so far. */
  readonly flush: () => void;
}

/** Refusals of one window that have a record each; the others are counted, so that a flood fills no audit. */
const MOST = 20;

/**
 * Records the callers who are refused before a model is known, from the first model about people on that is served. A
 * refusal does not wait for its record: it gives nothing away.
 */
export const auditRefusals = (
  check: CallerCheck,
  { audit, addressOf, windowMs = 60_000 }: RefusalsOptions,
): AuditedCheck => {
  let told = 0;
  let counts = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const write = (record: object): void => {
    // The audit has logged why.
    audit.write(NO_MODEL, { decision: "refused", ...record }).catch(() => {});
  };

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const [why, count] of counts) write({ why, count });
    counts = new Map();
    told = 0;
  };

  const note = (request: Incoming, why: string): void => {
    timer ??= setTimeout(flush, windowMs).unref();
    if (told < MOST) {
      told++;
      write({ why, address: addressOf(request) });
    } else counts.set(why, (counts.get(why) ?? 0) + 1);
  };

  const seen = (request: Incoming, result: AuthResult): AuthResult => {
    if (isDenial(result) && audit.inUse()) note(request, result.code);
    return result;
  };

  const audited = (request: Incoming, now: number) => {
    const result = check(request, now);
    return result instanceof Promise
      ? result.then((verified) => seen(request, verified))
      : seen(request, result);
  };
  return Object.assign(audited, { countRows: check.countRows, flush });
};
