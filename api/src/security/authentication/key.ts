import { hash, timingSafeEqual } from "node:crypto";

import type { Identity } from "../../http/auth-result.js";
import type { Denial } from "../../http/denial.js";
import type { ApiKey } from "./api-keys.js";
import type { Authenticator } from "./authenticator.js";

// No scheme is registered for keys in a header of their own; RFC 9110 wants a challenge with every 401.
const DENIED: Denial = {
  code: "UNAUTHENTICATED",
  headers: ["www-authenticate", 'ApiKey header="x-api-key"'],
};

/**
 * Authenticates by the key in `x-api-key`. The time that it takes says nothing about the keys: the digest of what was
 * sent is compared with every known digest, each time to the end.
 */
export const keyAuthenticator = (keys: readonly ApiKey[]): Authenticator => {
  const known = keys.map(({ name, digest }) => ({
    digest: Buffer.from(digest, "latin1"),
    identity: { name, kind: "key" } satisfies Identity,
  }));
  // One buffer for all requests: nothing is awaited between writing and comparing.
  const presented = Buffer.alloc(64);

  return ({ "x-api-key": key }) => {
    // A header that came twice is one text with a comma in it, and no key.
    if (typeof key !== "string") return DENIED;
    presented.write(hash("sha256", key, "hex"), "latin1");
    let found: Identity | undefined;
    for (const { digest, identity } of known)
      if (timingSafeEqual(digest, presented)) found = identity;
    return found ?? DENIED;
  };
};
