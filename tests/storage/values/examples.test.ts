import { integerOf, numberOf, VALUE_EXAMPLES } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { readText } from "../../repository/files.js";
import { parseMarkdown } from "../../repository/markdown.js";

const finite = (value: number | null | undefined): number | null | undefined =>
  typeof value === "number" && !Number.isFinite(value) ? undefined : value;

describe.each(VALUE_EXAMPLES)("$text", ({ text, number, integer }) => {
  test(`is ${number} as a number and ${integer} as an integer`, () => {
    // A double has a negative zero, which is equal to zero.
    const value = finite(numberOf(text));
    expect(value === 0 ? 0 : value).toBe(number);
    expect(integerOf(text)).toBe(integer);
  });
});

const cell = (verdict: number | null | undefined): string => {
  if (verdict === undefined) return "refused";
  return verdict === null ? "missing" : String(verdict);
};
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

test("docs/values.md has the table of these examples", () => {
  const { tables } = parseMarkdown(readText("docs/values.md"));
  expect(tables[0]!.slice(1)).toEqual(
    VALUE_EXAMPLES.map(({ text, number, integer }) => [
      `\`${quoted(text)}\``,
      cell(number),
      cell(integer),
    ]),
  );
});
