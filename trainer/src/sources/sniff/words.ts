/** Words that mean that there is no value, in small letters. */
const MISSING: ReadonlySet<string> = new Set([
  ...["na", "n/a", "#n/a", "n.a.", "#n/d", "n/d", "nd", "s/d", "null", "(null)", "none", "nil"],
  ...["-", "--", "?", ".", "\\n", "missing", "sin dato", "sin datos", "no disponible", "no consta"],
]);

/** Those that are values of a column of text as often: they count where another column lacks a value by them. */
const WEAK: ReadonlySet<string> = new Set(["none", "nil", "nd", "missing", "."]);

/** Pairs of words for true and false, in small letters. */
const PAIRS: readonly (readonly [yes: string, no: string])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["sí", "no"],
  ["si", "no"],
  ["verdadero", "falso"],
  ["y", "n"],
  ["s", "n"],
  ["t", "f"],
];

/** Whether a word is one that people and programs write where there is no value. */
export const saysMissing = (word: string): boolean => MISSING.has(word.toLowerCase());

/** Whether such a word may be a value where the others are texts. */
export const mayBeText = (word: string): boolean => WEAK.has(word.toLowerCase());

/** The words for true and false that a column with exactly these two words has, as they are written. */
export const booleanWords = (
  words: readonly string[],
): { readonly yes: string; readonly no: string } | undefined => {
  const small = [...new Set(words.map((word) => word.toLowerCase()))];
  if (small.length !== 2) return undefined;
  const pair = PAIRS.find((both) => both.every((word) => small.includes(word)));
  return pair && { yes: pair[0], no: pair[1] };
};
