import { readingBytes } from "../../http/body/memory.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import { MAX_ROWS } from "../../serving/signature/limits.js";
import { endOfString, opensString } from "./end-of-string.js";
import { nanAsNull } from "./nan.js";
import { TakenLists } from "./number-lists.js";
import { textOf } from "./text.js";

// No protocol here nests more than five levels or has more brackets than its rows and a few around them.
const MAX_DEPTH = 16;
const MAX_BRACKETS = MAX_ROWS + 1_000;

/** A shorter body is parsed whole. */
const LEAST_BYTES = 4_096;

/** How a body is parsed. */
interface JsonOptions {
  /** The word NaN is read as null, and a long list of numbers as a `NumberList`. Default: NaN is refused, and every list is an array. */
  readonly lists?: boolean;
  /** What reading may take, in bytes. Default: without a bound. */
  readonly memory?: number | undefined;
}

/**
 * Parses a body as JSON. Of a key that comes twice in an object the last one counts, as in `JSON.parse`.
 *
 * @throws ProblemError
 */
export const jsonOf = (
  body: Uint8Array,
  { lists = false, memory = Infinity }: JsonOptions = {},
): unknown => {
  const taken = lists && body.length >= LEAST_BYTES ? new TakenLists(body, memory) : undefined;
  if (readingBytes(body.length, countValues(body, taken)) > memory)
    throw new ProblemError("VALUES_TOO_MANY");
  return (taken && parseAround(taken)) ?? (lists ? parseLenient(body) : parse(textOf(body)));
};

/** Parses what is left of a body without its lists. @returns undefined where there are none, and where the body has to be parsed whole */
const parseAround = (taken: TakenLists): unknown => {
  if (taken.none) return undefined;
  try {
    const json: unknown = JSON.parse(textOf(taken.rest()));
    taken.put(json);
    return json;
  } catch {
    return undefined;
  }
};

const parseLenient = (body: Uint8Array): unknown => {
  const text = textOf(body);
  try {
    return JSON.parse(text);
  } catch {
    return parse(text.includes("NaN") ? textOf(nanAsNull(body)) : text);
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
 *
 * @param lists takes the lists of numbers that are fields of an object. Default: all are counted alone
 */
const countValues = (body: Uint8Array, lists: TakenLists | undefined): number => {
  let depth = 0;
  let opened = 0;
  let values = 1;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    if (opensString(byte)) at = endOfString(body, at);
    else if (byte === COMMA) values++;
    else if (byte === COLON) {
      values++;
      const list = lists?.takeAfter(at);
      if (list === undefined) continue;
      if (depth + list.depth > MAX_DEPTH) throw new ProblemError("JSON_TOO_DEEP");
      if ((opened += list.opened) > MAX_BRACKETS) throw new ProblemError("ROWS_TOO_MANY");
      values += list.commas;
      at = list.end - 1;
    } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      if (++depth > MAX_DEPTH) throw new ProblemError("JSON_TOO_DEEP");
      if (++opened > MAX_BRACKETS) throw new ProblemError("ROWS_TOO_MANY");
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth--;
  }
  return values + opened;
};
