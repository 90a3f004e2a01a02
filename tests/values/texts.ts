import { VALUE_EXAMPLES } from "@despliega/storage";
import fc from "fast-check";

import { NASTY } from "../trainer/ingest/mutants.js";

const pad = fc.constantFrom("", "", "", " ", "\t", "  ", "\u00a0");
const digits = fc.string({ unit: fc.constantFrom("0", "0", "1", "9"), maxLength: 18 });
const part = fc.oneof(
  fc.constantFrom("", ".", ".0", ".000"),
  digits.map((text) => `.${text}`),
);
const exponent = fc.oneof(
  fc.constantFrom("", "", "", "e", "E+"),
  fc
    .tuple(fc.constantFrom("e", "E", "e+", "e-"), fc.integer({ min: 0, max: 330 }))
    .map((all) => all.join("")),
);

/** Numbers in most notations, and texts that are nearly numbers. */
const written = fc
  .tuple(pad, fc.constantFrom("", "", "+", "-", "--"), digits, part, exponent, pad)
  .map((parts) => parts.join(""));

/** The text of a field: numbers, words, and any other characters. */
export const fieldText: fc.Arbitrary<string> = fc.oneof(
  written,
  fc.double({ noDefaultInfinity: true }).map(String),
  fc.maxSafeInteger().map(String),
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.constantFrom(...VALUE_EXAMPLES.map(({ text }) => text), ...NASTY),
  fc.string({ unit: fc.constantFrom(...'0123456789+-.eEnNaA _ \t\n",'.split("")), maxLength: 6 }),
);
