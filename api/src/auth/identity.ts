import type { IncomingHttpHeaders } from "node:http";

import type { Denial } from "../denial.js";

/** Who sent a request. */
export interface Identity {
  /** The name of the key, or the object id that Entra gave the caller; never a secret. */
  readonly name: string;
  readonly kind: "anonymous" | "key" | "entra";
  /** Everything that the verified token says; only of kind `entra`. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export type Outcome = Identity | Denial;

/** Tells from the headers who sent a request; answers at once unless something must be awaited. */
export type Authenticator = (headers: IncomingHttpHeaders) => Outcome | Promise<Outcome>;

/** Whoever asks where nobody is asked for a name. */
export const ANONYMOUS: Identity = { name: "anonymous", kind: "anonymous" };

export const isDenial = (outcome: Outcome): outcome is Denial => "code" in outcome;
