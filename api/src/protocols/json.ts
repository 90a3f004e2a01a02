import { Refusal } from "../refusal.js";
import { MAX_ROWS } from "../signature/batch.js";
import { textOf } from "./text.js";

// No protocol here nests more than five levels or has more brackets than its rows and a few around them.
const MAX_DEPTH = 16;
const MAX_BRACKETS = MAX_ROWS + 1_000;

/**
 * Parses a body as JSON. Of a key that stands twice in an object the last one counts, as `JSON.parse` has it.
 *
 * @throws Refusal
 */
export const jsonOf = (body: Uint8Array): unknown => {
  checkBrackets(body);
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("JSON_INVALID");
  }
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
