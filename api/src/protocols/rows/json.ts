import { readingBytes } from "../../http/body/memory.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import { MAX_ROWS } from "../../serving/signature/limits.js";
import { endOfString, opensString } from "./end-of-string.js";
import { nanAsNull } from "./nan.js";
import { textOf } from "./text.js";

// No protocol here nests more than five levels or has more brackets than its rows and a few around them.
const MAX_DEPTH = 16;
const MAX_BRACKETS = MAX_ROWS + 1_000;

/**
 * Parses a body as JSON. Of a key that comes twice in an object the last one counts, as in `JSON.parse`.
 *
 * @param options `nan: "null"` reads the word NaN as null, by default it is refused; `memory` is what reading may take,
 * in bytes, by default without a bound
 * @throws ProblemError
 */
export const jsonOf = (
  body: Uint8Array,
  { nan, memory = Infinity }: { nan?: "null"; memory?: number | undefined } = {},
): unknown => {
  if (readingBytes(body.length, countValues(body)) > memory)
    throw new ProblemError("VALUES_TOO_MANY");
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    if (nan === "null" && text.includes("NaN")) return parse(textOf(nanAsNull(body)));
    throw new ProblemError("JSON_INVALID");
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError("JSON_INVALID");
  }
};

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Counts the values, names and brackets before anything is built, since a small body may grow to many times its size:
 * to more memory than a thread's heap holds, and Node.js then ends the whole process, not the thread.
 */
const countValues = (body: Uint8Array): number => {
  let depth = 0;
  let opened = 0;
  let values = 1;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    if (opensString(byte)) at = endOfString(body, at);
    else if (byte === COMMA || byte === COLON) values++;
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      if (++depth > MAX_DEPTH) throw new ProblemError("JSON_TOO_DEEP");
      if (++opened > MAX_BRACKETS) throw new ProblemError("ROWS_TOO_MANY");
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
  return values + opened;
};
