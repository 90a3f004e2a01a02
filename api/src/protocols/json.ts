import { Refusal } from "../refusal.js";
import { MAX_ROWS } from "../signature/batch.js";
import { textOf } from "./text.js";

// No protocol here nests more than five levels or has more brackets than its rows and a few around them.
const MAX_DEPTH = 16;
const MAX_BRACKETS = MAX_ROWS + 1_000;

/**
 * Parses a body as JSON. Of a key that stands twice in an object the last one counts, as `JSON.parse` has it.
 *
 * @param nan `null` takes the word NaN, which is no JSON and which Python writes for a missing value. Default: refused
 * @throws Refusal
 */
export const jsonOf = (body: Uint8Array, nan?: "null"): unknown => {
  checkBrackets(body);
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    if (nan === "null" && text.includes("NaN")) return parseWithoutNaN(text);
    throw new Refusal("JSON_INVALID");
  }
};

const parseWithoutNaN = (text: string): unknown => {
  try {
    return JSON.parse(withoutNaN(text));
  } catch {
    throw new Refusal("JSON_INVALID");
  }
};

// Where the word is no value of its own, as in NaN1, neither is what is put in its place.
const withoutNaN = (text: string): string => {
  let written = "";
  let from = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (text.startsWith("NaN", at)) {
      written += `${text.slice(from, at)}null`;
      from = at + 3;
    }
  }
  return written + text.slice(from);
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Looks over the brackets before anything is built. A body of the size limit that is nothing but brackets grows to
 * more memory than a thread's heap holds, and Node.js then ends the whole process, not the thread.
 */
const checkBrackets = (body: Uint8Array): void => {
  let depth = 0;
  let opened = 0;
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      if (++depth > MAX_DEPTH) throw new Refusal("JSON_TOO_DEEP");
      if (++opened > MAX_BRACKETS) throw new Refusal("ROWS_TOO_MANY");
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
};
