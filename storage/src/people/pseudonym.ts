import { createHmac } from "node:crypto";

import { z } from "zod";

import { Keys, type Key } from "./keys.js";
import type { SettingSchemas } from "../settings/setting-schemas.js";
import { parseSettings } from "../settings/parse-settings.js";

/** A secret key for pseudonyms. */
export type PseudonymKey = Key;

/** The most characters of an identifier in a request. */
const IDENTIFIER_LENGTH = 200;

const Environment = z.object({
  DESPLIEGA_PSEUDONYM_KEYS: Keys.meta({
    description:
      "for sensitive models: the keys of pseudonyms, `id:key` separated by commas, the current key first; each key is 32 bytes or more in base64",
  }),
});

/** The settings that are read here, each with its meaning, as `docs/settings.md` shows them. */
export const PSEUDONYM_SETTINGS: SettingSchemas = Environment.shape;

/**
 * Reads `DESPLIEGA_PSEUDONYM_KEYS`: the current key first, then the keys of older releases. Default: no keys.
 *
 * @throws `SETTING_INVALID`, without the value
 */
export const readPseudonymKeys = (environment: NodeJS.ProcessEnv): readonly PseudonymKey[] =>
  parseSettings(Environment, environment).DESPLIEGA_PSEUDONYM_KEYS;

/**
 * Makes the pseudonym of a person as the training table has it, which is in no answer: `<key id>.<64 hexadecimal digits>`, the digits being the HMAC-SHA256 (RFC 2104) of
 * the model's name, a zero byte, and the identifier in UTF-8. Because of the model's name, one person has unrelated
 * pseudonyms in two models.
 *
 * An identifier is a text of 1 to 200 characters, normalised to Unicode NFC and trimmed, or a whole number, which counts as
 * its decimal digits: `12` is the same as `"12"`, and differs from `"012"`. Programs often write a column of integers with
 * empty fields with a decimal part, so `"12.0"` is the same as `"12"`.
 *
 * @returns undefined when the value is not an identifier
 */
export const pseudonymOf = (
  { id, secret }: PseudonymKey,
  model: string,
  identifier: unknown,
): string | undefined => {
  const text = canonical(identifier);
  if (text === undefined) return undefined;
  return `${id}.${createHmac("sha256", secret).update(`${model}\0${text}`).digest("hex")}`;
};

const canonical = (identifier: unknown): string | undefined => {
  if (typeof identifier === "number")
    return Number.isSafeInteger(identifier) ? String(identifier) : undefined;
  if (typeof identifier !== "string" || identifier.length > IDENTIFIER_LENGTH) return undefined;
  // Half a surrogate pair has no UTF-8: all halves would give the same pseudonym.
  if (/\p{Surrogate}/u.test(identifier)) return undefined;
  return withoutZeros(identifier.normalize("NFC").trim()) || undefined;
};

// Only the form in which a program writes a safe integer: 012.0 and 1e3 stay texts.
const withoutZeros = (text: string): string => {
  const [, whole] = /^(-?(?:0|[1-9][0-9]{0,15}))\.0+$/.exec(text) ?? [];
  return whole !== undefined && Number.isSafeInteger(Number(whole)) ? String(Number(whole)) : text;
};
