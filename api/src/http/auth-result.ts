import type { IncomingMessage } from "node:http";

import type { Denial } from "./denial.js";

/** The caller of a request. */
export interface Identity {
  /** The name of the key, or the object id that Entra gave the caller; never a secret. */
  readonly name: string;
  readonly kind: "anonymous" | "key" | "entra";
  /** All claims of the verified token; only of kind `entra`. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The caller, or why the request is refused. */
export type AuthResult = Identity | Denial;

/** The caller where none is asked for credentials. */
export const ANONYMOUS: Identity = { name: "anonymous", kind: "anonymous" };

export const isDenial = (result: AuthResult): result is Denial => "code" in result;

/** The part of a request that tells who sent it. */
export type Incoming = Pick<IncomingMessage, "url" | "headers" | "socket">;

/** The check of callers. */
export interface CallerCheck {
  /**
   * Finds out who sent a request and whether it is refused; answers at once unless a token must be verified.
   *
   * @param now milliseconds of a clock that never goes back
   */
  (request: Incoming, now: number): AuthResult | Promise<AuthResult>;
  /**
   * Counts the rows that a caller's request was answered for; 0 only looks. Default: only requests count.
   *
   * @returns why the caller may not ask about more
   */
  readonly countRows?:
    ((request: Incoming, caller: Identity, rows: number) => Denial | undefined) | undefined;
}
