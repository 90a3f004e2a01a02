/** What may stand around a value, and is no part of it: spaces and tabs. As a class of a regular expression. */
const BLANK = String.raw`[ \t]`;

/**
 * The text of a number as a regular expression that JavaScript and SQL engines read alike: ASCII digits, of which there
 * is at least one, a sign, a decimal point and an exponent.
 */
const NUMBER = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?";

/** Matches, from the first to the last character, a field that holds a number. */
export const NUMBER_FIELD = `${BLANK}*${NUMBER}${BLANK}*`;

/** Matches, from the first to the last character, a field that says that a value is missing. */
export const MISSING_FIELD = `${BLANK}*([nN][aA][nN]${BLANK}*)?`;

/** The characters that may stand around a value, for SQL's `trim`. */
export const BLANKS = " \t";

const number = new RegExp(`^${NUMBER_FIELD}$`);
const missing = new RegExp(`^${MISSING_FIELD}$`);
const outer = new RegExp(`^${BLANK}+|(?<!${BLANK})${BLANK}+$`, "g");

/** A text without the blanks around it. */
export const withoutBlanks = (text: string): string => text.replace(outer, "");

/**
 * Reads the text of a number, as a field of a CSV or a part of a url holds one: the double that is nearest to it.
 *
 * @returns null where the text says that the value is missing; undefined where it is neither that nor a number; an
 * infinity where the number is too large for a double, which nothing takes
 */
export const numberOf = (text: string): number | null | undefined => {
  if (number.test(text)) return Number(text);
  return missing.test(text) ? null : undefined;
};

/**
 * Reads the text of an integer, ids among them: a number that is whole, however it is written, and is one of
 * JavaScript's safe integers, from −(2^53 − 1) to 2^53 − 1.
 *
 * @returns null where the text says that the value is missing; undefined where it is neither that nor such a number
 */
export const integerOf = (text: string): number | null | undefined => {
  const value = numberOf(text);
  if (typeof value !== "number") return value;
  // Adding makes 0 of −0.
  return Number.isSafeInteger(value) ? value + 0 : undefined;
};
