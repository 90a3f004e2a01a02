import { hash, timingSafeEqual } from "node:crypto";

import type { Denial } from "../denial.js";
import type { ApiKey } from "./api-keys.js";
import type { Authenticator, Identity } from "./identity.js";

// No scheme is registered for keys in a header of their own; RFC 9110 wants a challenge with every 401.
const DENIED: Denial = {
  code: "UNAUTHENTICATED",
  headers: ["www-authenticate", 'ApiKey header="x-api-key"'],
};

/**
 * Asks for a key in `x-api-key`. How long it takes tells nothing about the keys: the digest of whatever was sent is
 * compared with every known one, each time to the end.
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
