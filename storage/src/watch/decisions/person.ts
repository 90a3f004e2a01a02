import { createHmac, hkdfSync } from "node:crypto";

import type { PseudonymKey } from "../../people/pseudonym.js";

/**
 * How lines name a person by their pseudonym: `s:` and 32 hexadecimal digits of an HMAC-SHA256, whose key is derived from
 * that of the pseudonyms. Pseudonyms alone do not show
 * whose line it is.
 */
export const personTag = ({ secret }: PseudonymKey, pseudonym: string): string => {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "despliega decision person", 32));
  return `s:${createHmac("sha256", key).update(pseudonym).digest("hex").slice(0, 32)}`;
};
