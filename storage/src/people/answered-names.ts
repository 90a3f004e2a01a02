import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

import { deriveKey } from "./derive-key.js";
import type { PseudonymKey } from "./pseudonym.js";

/** How answers name the people of a model, made from pseudonyms as its training table has them. */
export interface AnsweredNames {
  /** The answered pseudonym: `<key id>.<64 hexadecimal digits>`. Without the key nobody can tell whose row of the table it is. */
  readonly pseudonym: (inTable: string) => string;
  /**
   * The handle that a caller has of a person: `handle:<32 hexadecimal digits>`, always the same for the two of them, and unlike that
   * of every other caller.
   */
  readonly handle: (inTable: string, caller: string) => string;
}

/** The digits of a handle: 128 bits. */
const HANDLE_DIGITS = 32;

/**
 * Makes the names of a model's people in answers, by HMAC-SHA256 (RFC 2104) with keys that are derived for the purpose and the
 * model.
 */
export const answeredNames = ({ id, secret }: PseudonymKey, model: string): AnsweredNames => {
  const ofPseudonyms = createSecretKey(deriveKey(secret, "answered pseudonym", { model }));
  const ofHandles = createSecretKey(deriveKey(secret, "subject handle", { model }));
  return {
    pseudonym: (inTable) => `${id}.${digest(ofPseudonyms, inTable)}`,
    // A pseudonym has no zero byte.
    handle: (inTable, caller) =>
      `handle:${digest(ofHandles, `${inTable}\0${caller}`).slice(0, HANDLE_DIGITS)}`,
  };
};

const digest = (key: KeyObject, text: string): string =>
  createHmac("sha256", key).update(text).digest("hex");
