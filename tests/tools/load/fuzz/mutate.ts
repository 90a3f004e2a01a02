import type { Random } from "../lib/random.js";
import { MARK } from "./request.js";

const NUMBERS = [
  ...["0", "-0", "1", "-1", "0.5", "1e999", "-1e999", "1e-999", "9007199254740993", "1E400"],
  ...["123456789012345678901234567890", "0.1e1", "1.7976931348623159e308", "5e-324", "2147483648"],
] as const;

const WRONG_NUMBERS = ["01", "+1", "1.", ".5", "0x10", "NaN", "Infinity", "1_0", "1e", "--1", "1n"];

const STRINGS = [
  ...[`"${MARK}"`, '""', '"1"', '"\\u0000"', '"\\ud800"', '"\\ud83d\\ude00"', '"null"', '"1e999"'],
  ...[`"\u2028${MARK}"`, '"__proto__"', '"constructor"', `"${MARK.repeat(50)}"`, '"\\/"'],
] as const;

const WRONG_TEXTS = [
  '"',
  '"\\x"',
  '"\\u12"',
  "'a'",
  "undefined",
  "tru",
  "nul",
  "{",
  "[",
  "}",
  "]",
  ",",
];

const KEYS = [
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "length", "then"],
  ...["toJSON", "", " age", "AGE", MARK, "0", "-1", "\\u0061ge", "a.b", "$where", "\\u0000"],
] as const;

/** Text of a JSON value that may well be none. */
export const odd = (random: Random, depth = 0): string =>
  random.pick([
    () => random.pick(NUMBERS),
    () => random.pick(STRINGS),
    () => random.pick(["null", "true", "false", "[]", "{}", "[null]", "[[]]"]),
    () => (random.once(4) ? random.pick(WRONG_NUMBERS) : random.pick(NUMBERS)),
    () => (random.once(4) ? random.pick(WRONG_TEXTS) : random.pick(STRINGS)),
    () => (depth > 2 ? "1" : `[${list(random, () => odd(random, depth + 1))}]`),
    () => (depth > 2 ? "1" : `{${list(random, () => member(random, depth))}}`),
    () => deep(random),
  ])();

const list = (random: Random, item: () => string): string =>
  Array.from({ length: random.int(0, 4) }, item).join();

const member = (random: Random, depth: number): string =>
  `"${random.pick(KEYS)}":${odd(random, depth + 1)}`;

const deep = (random: Random): string => {
  const levels = random.pick([15, 16, 17, 100, 5_000]);
  const [open, close] = random.pick([
    ["[", "]"],
    ['{"a":', "}"],
    ['[{"__proto__":', "}]"],
  ] as const);
  return `${open.repeat(levels)}1${random.once(5) ? "" : close.repeat(levels)}`;
};

// A value of JSON as JSON.stringify writes it, where one can be put in for another.
const VALUE = /(?<=[[:,])(?:-?\d[\d.e+-]*|"[^"]*"|null|true|false)(?=[\],}])/g;

/** Changes a JSON text in a few places: its values, keys, order, or its very form. */
export const mutateJson = (random: Random, json: string): string => {
  let text = json;
  for (let times = random.int(1, 3); times > 0; times--)
    text = random.pick([
      () => replaceOne(random, text, VALUE, () => odd(random)),
      () => replaceOne(random, text, VALUE, () => odd(random)),
      () => replaceOne(random, text, /(?<=[{,])"/g, () => `"${random.pick(KEYS)}":1,"`),
      () => replaceOne(random, text, /"[a-z_]+":/g, (key) => `${key}${odd(random)},${key}`),
      () => replaceOne(random, text, /"[a-z_]+"(?=:)/g, () => `"${random.pick(KEYS)}"`),
      () =>
        replaceOne(random, text, /[{}[\],:]/g, () => random.pick(["", ",", "[", "}", " ", "\t"])),
      () => text.slice(0, random.int(0, text.length)),
      () => text + random.pick([" ", "\n", "1", "}", "\0", "{}", MARK]),
      () => random.pick([odd(random), `[${text}]`, `{"${random.pick(KEYS)}":${text}}`]),
    ])();
  return text;
};

const replaceOne = (
  random: Random,
  text: string,
  pattern: RegExp,
  by: (found: string) => string,
): string => {
  const places = [...text.matchAll(pattern)];
  if (places.length === 0) return text;
  const { 0: found, index } = random.pick(places);
  return text.slice(0, index) + by(found) + text.slice(index + found.length);
};

/** Changes a few bytes. */
export const mutateBytes = (random: Random, bytes: Buffer): Buffer => {
  const changed = Buffer.from(bytes);
  for (let times = random.int(1, 4); times > 0 && changed.length > 0; times--)
    changed[random.int(0, changed.length - 1)] = random.pick([
      random.int(0, 255),
      0,
      0xff,
      0xc0,
      0x22,
    ]);
  return random.once(6)
    ? Buffer.concat([
        random.pick([random.bytes(3), Buffer.from("\uFEFF"), Buffer.of(0xff, 0xfe)]),
        changed,
      ])
    : changed;
};

/** Cuts bytes into packets at random places. */
export const split = (random: Random, bytes: Buffer, most = 6): Buffer[] => {
  const cuts = Array.from({ length: random.int(1, most) }, () => random.int(0, bytes.length));
  const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
  return places
    .slice(1)
    .map((end, i) => bytes.subarray(places[i], end))
    .filter(({ length }) => length > 0);
};
