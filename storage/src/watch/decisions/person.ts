import { createHmac } from "node:crypto";

import { deriveKey } from "../../people/derive-key.js";
import type { PseudonymKey } from "../../people/pseudonym.js";

/**
 * How lines name a person by their pseudonym: `s:` and 32 hexadecimal digits of an HMAC-SHA256, whose key is derived from
 * that of the pseudonyms. Pseudonyms alone do not show
 * whose line it is.
 */
export const personTag = ({ secret }: PseudonymKey, pseudonym: string): string => {
  const key = deriveKey(secret, "decision person");
  return `s:${createHmac("sha256", key).update(pseudonym).digest("hex").slice(0, 32)}`;
};
