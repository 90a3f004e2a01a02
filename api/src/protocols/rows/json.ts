import { ProblemError } from "../../http/problem/problem-error.js";
import { MAX_ROWS } from "../../serving/signature/limits.js";
import { textOf } from "./text.js";

// No protocol here nests more than five levels or has more brackets than its rows and a few around them.
const MAX_DEPTH = 16;
const MAX_BRACKETS = MAX_ROWS + 1_000;

/**
 * Parses a body as JSON. Of a key that stands twice in an object the last one counts, as `JSON.parse` has it.
 *
 * @param nan `null` takes the word NaN, which is no JSON and which Python writes for a missing value. Default: refused
 * @throws ProblemError
 */
export const jsonOf = (body: Uint8Array, nan?: "null"): unknown => {
  checkBrackets(body);
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    if (nan === "null" && text.includes("NaN")) return parseWithoutNaN(body);
    throw new ProblemError("JSON_INVALID");
  }
};

const parseWithoutNaN = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(textOf(withoutNaN(body)));
  } catch {
    throw new ProblemError("JSON_INVALID");
  }
};

// Where the word is no value of its own, as in NaN1, neither is what is put in its place. In bytes, since a text that is
// put together of millions of pieces takes many times its length.
const withoutNaN = (body: Uint8Array): Uint8Array => {
  const places = placesOfNaN(body);
  const written = new Uint8Array(body.length + places.length);
  let from = 0;
  let to = 0;
  for (const at of places) {
    written.set(body.subarray(from, at), to);
    to += at - from;
    written.set(NULL, to);
    to += NULL.length;
    from = at + 3;
  }
  written.set(body.subarray(from), to);
  return written;
};

const placesOfNaN = (body: Uint8Array): Uint32Array => {
  let count = 0;
  eachNaN(body, () => count++);
  const places = new Uint32Array(count);
  let next = 0;
  eachNaN(body, (at) => (places[next++] = at));
  return places;
};

const eachNaN = (body: Uint8Array, found: (at: number) => void): void => {
  let inString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === CAPITAL_N && body[at + 1] === SMALL_A && body[at + 2] === CAPITAL_N) {
      found(at);
      at += 2;
    }
  }
};

const NULL = Buffer.from("null");
const CAPITAL_N = 0x4e;
const SMALL_A = 0x61;
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
      if (++depth > MAX_DEPTH) throw new ProblemError("JSON_TOO_DEEP");
      if (++opened > MAX_BRACKETS) throw new ProblemError("ROWS_TOO_MANY");
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
};
