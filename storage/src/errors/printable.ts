/**
 * C0 without tab and line feed, DEL and C1 (ECMA-48), which a terminal obeys instead of showing; marks and isolates of direction and
 * separators of lines (UAX #9, UTR #36), which let a text look like another one.
 */
const OBEYED =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * A text that changes nothing on a terminal but the lines that it is written on: each character that a terminal obeys becomes `\u`
 * and its four hexadecimal digits, as JSON writes it, so that JSON keeps its meaning.
 */
export const printable = (text: string): string => text.replace(OBEYED, escaped);

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
