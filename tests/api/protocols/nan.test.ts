import { nanAsNull } from "@despliega/api";
import { expect, test } from "@jest/globals";
import fc from "fast-check";

const written = (text: string): string =>
  new TextDecoder().decode(nanAsNull(new TextEncoder().encode(text)));

/** JSON as Python writes it. */
const python = (value: unknown): string => {
  if (value === null) return "NaN";
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}: ${python(field)}`,
  );
  return `{${fields.join(", ")}}`;
};

const words = fc
  .array(fc.constantFrom("NaN", '"', "\\", "a", "é", ","))
  .map((pieces) => pieces.join(""));
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.constant(null), words, fc.integer(), tie("list"), tie("row")),
  list: fc.array(tie("value")),
  row: fc.dictionary(words, tie("value"), { noNullPrototype: true }),
}));

test("NaN is null outside strings, and strings stay as they are", () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(JSON.parse(written(python(value)))).toEqual(value);
    }),
  );
});

test.each([
  ["NaNNaN", "nullnull"],
  ['"NaN', '"NaN'],
  ['"a\\', '"a\\'],
  ["NaN1 Na N", "null1 Na N"],
  ["", ""],
])("of what is no JSON all the same, %s becomes %s", (text, expected) => {
  expect(written(text)).toBe(expected);
});

test("it takes little more memory than the body", () => {
  const body = Buffer.alloc(16 << 20, "NaN,");
  const memory = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = memory();
  expect(nanAsNull(body).length).toBe((body.length / 4) * 5);
  expect(memory() - before).toBeLessThan(2 * body.length);
});
