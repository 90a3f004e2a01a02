/** Blanks around a value, which are not part of it, as a class of a regular expression. */
const BLANK = String.raw`[ \t]`;

/**
 * The text of a number, as a regular expression with the same meaning in JavaScript and SQL engines: at least one ASCII
 * digit, a sign, a decimal point and an exponent.
 */
const NUMBER = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?";

/** Matches a whole field that holds a number. */
export const NUMBER_FIELD = `${BLANK}*${NUMBER}${BLANK}*`;

/** Matches a whole field that means a missing value. */
export const MISSING_FIELD = `${BLANK}*([nN][aA][nN]${BLANK}*)?`;

/** The same blanks, for SQL's `trim`. */
export const BLANKS = " \t";

const number = new RegExp(`^${NUMBER_FIELD}$`);
const missing = new RegExp(`^${MISSING_FIELD}$`);
const outer = new RegExp(`^${BLANK}+|(?<!${BLANK})${BLANK}+$`, "g");

/** A text without the blanks around it. */
export const withoutBlanks = (text: string): string => text.replace(outer, "");

/**
 * Reads the text of a number, from a field of a CSV or a part of a url, as the nearest double.
 *
 * @returns null for a missing value; undefined for any other text; an infinity for a number that is too large for a double,
 * which callers refuse
 */
export const numberOf = (text: string): number | null | undefined => {
  if (number.test(text)) return Number(text);
  return missing.test(text) ? null : undefined;
};

/**
 * Reads the text of an integer, such as an id: a whole number in any notation, from −(2^53 − 1) to 2^53 − 1.
 *
 * @returns null for a missing value; undefined for any other text
 */
export const integerOf = (text: string): number | null | undefined => {
  const value = numberOf(text);
  if (typeof value !== "number") return value;
  // The addition turns −0 into 0.
  return Number.isSafeInteger(value) ? value + 0 : undefined;
};
