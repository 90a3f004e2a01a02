import { createHmac } from "node:crypto";

import { deriveKey } from "../../people/derive-key.js";
import type { PseudonymKey } from "../../people/pseudonym.js";

/**
 * Makes what names a person in lines by their pseudonym in the training table: `s:` and 32 hexadecimal digits of an
 * HMAC-SHA256, whose key is derived from that of the pseudonyms. Pseudonyms alone do not show whose line it is.
 */
export const personTagger = ({ secret }: PseudonymKey): ((pseudonym: string) => string) => {
  const key = deriveKey(secret, "decision person");
  return (pseudonym) =>
    `s:${createHmac("sha256", key).update(pseudonym).digest("hex").slice(0, 32)}`;
};
