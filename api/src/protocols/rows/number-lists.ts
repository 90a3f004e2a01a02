import { randomUUID } from "node:crypto";

import { readingBytes } from "../../http/body/memory.js";
import { NumberList } from "../../serving/signature/number-list.js";

/** Shorter lists are read like all other JSON. */
const LEAST = 64;

/** There is room for so many numbers at first. */
const FIRST_NUMBERS = 1 << 14;

/** The text in the place of a list that was taken out, before its number. No caller knows it. */
const PLACE = `list ${randomUUID()} `;

interface TakenList {
  /** Of its brackets in the body; the second one is behind the closing one. */
  readonly begin: number;
  readonly end: number;
  /** Of its numbers among all. */
  readonly from: number;
  readonly to: number;
  readonly width: number | undefined;
}

/** What a list is made of. */
export interface ListForm {
  /** Of its brackets. */
  readonly opened: number;
  readonly depth: number;
  readonly commas: number;
  /** The place behind it. */
  readonly end: number;
}

/** Lists of numbers that are taken out of a body of JSON, which `JSON.parse` would build an array for each row of. */
export class TakenLists {
  readonly #body: Buffer;
  readonly #lists: TakenList[] = [];
  readonly #memory: number;
  #numbers: Float64Array;
  #count = 0;

  /** @param memory that reading may take, in bytes: what takes more is no list */
  constructor(body: Uint8Array, memory: number) {
    this.#body = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.#memory = memory;
    this.#numbers = new Float64Array(Math.min(body.length, FIRST_NUMBERS));
  }

  /** Whether there is none. */
  get none(): boolean {
    return this.#lists.length === 0;
  }

  /**
   * Takes the list behind a colon, where it is one of numbers, or of rows of as many numbers each, and is not short. null and the
   * word NaN are missing numbers.
   *
   * @returns what it is made of, and the place behind it; undefined for all else
   */
  takeAfter(colon: number): ListForm | undefined {
    const begin = afterSpace(this.#body, colon + 1);
    if (this.#body[begin] !== OPEN) return undefined;
    const from = this.#count;
    const list = this.#read(begin);
    const values = this.#count - from;
    if (list === undefined || values < LEAST) {
      this.#count = from;
      return undefined;
    }
    const { end, width } = list;
    this.#lists.push({ begin, end, from, to: this.#count, width });
    const commas = values - 1;
    return width === undefined
      ? { end, commas, depth: 1, opened: 1 }
      : { end, commas, depth: 2, opened: 1 + values / width };
  }

  /** The body with a text in the place of each list. */
  rest(): Uint8Array {
    const pieces: Uint8Array[] = [];
    let at = 0;
    for (const [i, { begin, end }] of this.#lists.entries()) {
      pieces.push(this.#body.subarray(at, begin), Buffer.from(`"${PLACE}${i}"`));
      at = end;
    }
    return Buffer.concat([...pieces, this.#body.subarray(at)]);
  }

  /** Puts the lists into what the rest was parsed to. */
  put(json: unknown): void {
    if (typeof json !== "object" || json === null) return;
    if (Array.isArray(json)) return json.forEach((value) => this.put(value));
    const fields = json as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      if (typeof value !== "string") this.put(value);
      else if (value.startsWith(PLACE)) fields[name] = this.#listOf(value);
    }
  }

  #listOf(place: string): NumberList {
    const { from, to, width } = this.#lists[Number(place.slice(PLACE.length))]!;
    return new NumberList(this.#numbers.subarray(from, to), width);
  }

  /** @returns the end of the list, behind its bracket */
  #read(begin: number): { readonly end: number; readonly width: number | undefined } | undefined {
    const body = this.#body;
    let at = afterSpace(body, begin + 1);
    if (body[at] !== OPEN) {
      const end = this.#readNumbers(at);
      return end === undefined ? undefined : { end, width: undefined };
    }
    let width: number | undefined;
    for (;;) {
      const before = this.#count;
      const end = this.#readNumbers(afterSpace(body, at + 1));
      if (end === undefined) return undefined;
      width ??= this.#count - before;
      if (this.#count - before !== width) return undefined;
      at = afterSpace(body, end);
      if (body[at] === CLOSE) return { end: at + 1, width };
      if (body[at] !== COMMA) return undefined;
      at = afterSpace(body, at + 1);
      if (body[at] !== OPEN) return undefined;
    }
  }

  /** Reads numbers with commas between them, to a closing bracket. @returns the place behind it */
  #readNumbers(begin: number): number | undefined {
    const body = this.#body;
    let numbers = this.#numbers;
    let count = this.#count;
    let at = begin;
    for (;;) {
      const start = at;
      let byte = body[at]!;
      const isNegative = byte === MINUS;
      if (isNegative) byte = body[++at]!;
      let value: number;
      if (byte >= ZERO && byte <= NINE) {
        value = byte - ZERO;
        byte = body[++at]!;
        // JSON has no number that begins with a zero and another digit.
        if (value !== 0)
          for (; byte >= ZERO && byte <= NINE; byte = body[++at]!)
            value = value * 10 + (byte - ZERO);
        let places = 0;
        if (byte === POINT) {
          const point = at;
          for (byte = body[++at]!; byte >= ZERO && byte <= NINE; byte = body[++at]!)
            value = value * 10 + (byte - ZERO);
          places = at - point - 1;
          if (places === 0) return undefined;
        }
        if (byte === SMALL_E || byte === LARGE_E || value >= EXACT || places >= POWERS.length) {
          at = afterExponent(body, at);
          if (at === -1) return undefined;
          byte = body[at]!;
          value = Number(body.toString("latin1", start, at));
        } else {
          // Digits and power are exact, so that one division rounds as reading the text does.
          if (places > 0) value /= POWERS[places]!;
          if (isNegative) value = -value;
        }
      } else {
        const word = isNegative ? 0 : missingWord(body, at);
        if (word === 0) return undefined;
        at += word;
        byte = body[at]!;
        value = NaN;
      }
      if (count === numbers.length) {
        if (readingBytes(0, count) > this.#memory) return undefined;
        numbers = new Float64Array(2 * count);
        numbers.set(this.#numbers);
        this.#numbers = numbers;
      }
      numbers[count++] = value;
      if (byte !== COMMA && byte !== CLOSE) byte = body[(at = afterSpace(body, at))]!;
      if (byte === CLOSE) break;
      if (byte !== COMMA) return undefined;
      at++;
      if (body[at]! <= SPACE) at = afterSpace(body, at);
    }
    this.#count = count;
    return at + 1;
  }
}

const SPACE = 0x20;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_E = 0x65;
const LARGE_E = 0x45;

/** Whole numbers below are exact, and were so digit by digit. */
const EXACT = 2 ** 53;

/** The powers of ten that are exact. */
const POWERS = Float64Array.from({ length: 23 }, (_, places) => Number(`1e${places}`));

/** The place of the first byte that is no white space of JSON. */
const afterSpace = (body: Uint8Array, from: number): number => {
  let at = from;
  for (; ; at++) {
    const byte = body[at];
    if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
  }
};

/** The place behind an exponent, where there is one; -1 where it has no digits. */
const afterExponent = (body: Uint8Array, from: number): number => {
  let at = from;
  if (body[at] !== SMALL_E && body[at] !== LARGE_E) return at;
  at++;
  if (body[at] === PLUS || body[at] === MINUS) at++;
  const digits = at;
  while (body[at]! >= ZERO && body[at]! <= NINE) at++;
  return at === digits ? -1 : at;
};

const WORDS = [Buffer.from("null"), Buffer.from("NaN")];

/** Bytes of the word for a missing number; 0 for all else. */
const missingWord = (body: Uint8Array, at: number): number => {
  for (const word of WORDS) if (word.every((byte, i) => body[at + i] === byte)) return word.length;
  return 0;
};
