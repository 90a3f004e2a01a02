/** A column of the keys of a feature table. */
export interface KeyColumn {
  readonly name: string;
  /** `integer`: from −(2^53 − 1) to 2^53 − 1. `text`: by the rule of {@link isTextKey}. */
  readonly type: "integer" | "text";
}

/** The value of one key column. */
export type KeyValue = number | string;

/** The key of an entity: one value for each key column, in their order. */
export type EntityKey = readonly KeyValue[];

/** The most columns of a key. */
export const MAX_KEYS = 8;

/** The longest text of a key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 128;

/** Joins the columns of a key. No text of a key holds it. */
export const KEY_SEPARATOR = "\u001f";

// Control characters of ASCII, and halves of surrogate pairs, which UTF-8 cannot write.
// oxlint-disable-next-line no-control-regex
const REFUSED = /[\u0000-\u001f\u007f\p{Surrogate}]/u;

/** Whether a text can be a key: 1 to {@link MAX_KEY_BYTES} bytes of UTF-8 without control characters of ASCII. */
export const isTextKey = (text: string): boolean =>
  text !== "" && Buffer.byteLength(text) <= MAX_KEY_BYTES && !REFUSED.test(text);

/** The rule of {@link isTextKey}, as the end of a sentence. */
export const TEXT_KEY_RULE =
  `1 to ${MAX_KEY_BYTES} bytes of UTF-8 without control characters` as const;
