import { numberOf, withoutBlanks } from "./number.js";

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/**
 * Reads the text of a boolean: `true` or `1`, `false` or `0`, in any case.
 *
 * @returns null for a missing value; undefined for any other text
 */
export const booleanOf = (text: string): boolean | null | undefined =>
  WORDS.get(withoutBlanks(text).toLowerCase()) ?? (numberOf(text) === null ? null : undefined);
