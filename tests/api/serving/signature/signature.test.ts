import {
  batchOfRecord,
  batchOfRecords,
  compileSignature,
  ignoringOthers,
  MAX_ROWS,
  ProblemError,
} from "@despliega/api";
import { describe, expect, test } from "@jest/globals";
import type { ManifestFeature } from "@despliega/storage";

const feature = (name: string, rest: Partial<ManifestFeature> = {}): ManifestFeature => ({
  name,
  type: "number",
  description: name,
  missing: "refused",
  range: [0, 1],
  mean: 0,
  ...rest,
});

const signature = compileSignature([
  feature("amount"),
  feature("age", { type: "integer" }),
  feature("rate", { missing: { fill: 3 } }),
  feature("flag", { type: "integer", values: [0, 1] }),
  feature("constructor"),
]);

const good = { amount: 1.5, age: 30, rate: 0.1, flag: 1, constructor: 2 };

const EXPECTED = {
  amount: "a finite number",
  age: "a whole number from -9007199254740991 to 9007199254740991",
  rate: "a finite number, or a missing value",
  flag: "one of 0, 1",
  constructor: "a finite number",
};

const refusalOf = (row: unknown): Pick<ProblemError, "code" | "place"> | undefined => {
  try {
    batchOfRecords(signature, [good, row]);
    return undefined;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { code: error.code, place: error.place };
  }
};

describe("a row that fits", () => {
  test("becomes numbers in the model's order, whatever the order of its fields", () => {
    const row = { constructor: 2, flag: 1, rate: 0.1, age: 30, amount: 1.5 };
    expect([...batchOfRecord(signature, row).values]).toEqual([1.5, 30, 0.1, 1, 2]);
  });

  test("may have null where the model knows what to do without", () => {
    expect(batchOfRecord(signature, { ...good, rate: null }).values[2]).toBeNaN();
    expect(batchOfRecord(signature, { ...good, rate: NaN }).values[2]).toBeNaN();
  });

  test("may lack what the model knows what to do without", () => {
    const { rate: _, ...row } = good;
    expect([...batchOfRecord(signature, row).values]).toEqual([1.5, 30, NaN, 1, 2]);
  });

  test("may have more fields where others are ignored", () => {
    const lenient = ignoringOthers(signature);
    expect([...batchOfRecord(lenient, { ...good, index: 7 }).values]).toEqual([1.5, 30, 0.1, 1, 2]);
  });
});

test("a number beyond bounds that clip counts as the bound, and an unseen name as the code after all others", () => {
  const clipping = compileSignature([
    feature("x", { bounds: { min: -1, max: 1, clip: true } }),
    feature("y", { bounds: { max: 0, clip: true } }),
    feature("z", { type: "category", categories: ["b", "a"], unseen: "other", missing: "kept" }),
    feature("w", { type: "boolean" }),
  ]);
  const read = (x: number, y: number, z: string | null, w: boolean) => [
    ...batchOfRecord(clipping, { x, y, z, w }).values,
  ];
  expect(read(-5, -1e300, "a", true)).toEqual([-1, -1e300, 1, 1]);
  expect(read(5, 1e-300, "c", false)).toEqual([1, 0, 2, 0]);
  expect(read(0.5, 0, "", true)).toEqual([0.5, 0, NaN, 1]);
  expect(() => read(Infinity, 0, "a", true)).toThrow(new ProblemError("FEATURE_NOT_FINITE"));
});

describe("a row is refused", () => {
  test.each([
    [
      "a feature that is not there",
      { amount: 1, age: 3, rate: 1, flag: 1 },
      "FEATURE_MISSING",
      "constructor",
    ],
    ["null where a value is needed", { ...good, amount: null }, "FEATURE_NULL", "amount"],
    ["a text", { ...good, amount: "1.5" }, "FEATURE_NOT_NUMBER", "amount"],
    ["a boolean", { ...good, flag: true }, "FEATURE_NOT_NUMBER", "flag"],
    ["an array", { ...good, rate: [1] }, "FEATURE_NOT_NUMBER", "rate"],
    ["an infinite number", { ...good, amount: Infinity }, "FEATURE_NOT_FINITE", "amount"],
    ["NaN where a value is needed", { ...good, age: NaN }, "FEATURE_NULL", "age"],
    ["a fraction of an integer", { ...good, age: 30.5 }, "FEATURE_NOT_INTEGER", "age"],
    [
      "an integer beyond what a double holds",
      { ...good, age: 2 ** 53 },
      "FEATURE_NOT_INTEGER",
      "age",
    ],
    ["a value outside its domain", { ...good, flag: 2 }, "FEATURE_OUT_OF_DOMAIN", "flag"],
    ["infinity in a domain", { ...good, flag: Infinity }, "FEATURE_NOT_FINITE", "flag"],
  ] as const)("for %s, with the feature's name and what it may be", (_, row, code, name) => {
    expect(refusalOf(row)).toEqual({
      code,
      place: { feature: name, row: 2, expected: EXPECTED[name] },
    });
  });

  test.each([
    ["a field too many", { ...good, secret: 1 }, "FIELD_UNKNOWN"],
    [
      "__proto__",
      JSON.parse('{"amount":1,"age":3,"rate":1,"flag":1,"constructor":1,"__proto__":1}'),
      "FIELD_UNKNOWN",
    ],
    ["null", null, "ROW_INVALID"],
    ["a number", 7, "ROW_INVALID"],
    ["an array", [1, 2, 3, 4, 5], "ROW_INVALID"],
  ])("for being or having %s, with its number and what it may be", (_, row: unknown, code) => {
    const expected = code === "ROW_INVALID" ? "an object" : "amount, age, rate, flag, constructor";
    expect(refusalOf(row)).toEqual({ code, place: { row: 2, expected } });
  });

  test("when it inherits what it should have", () => {
    const inherited = Object.create(good) as unknown;
    expect(refusalOf(inherited)?.code).toBe("FEATURE_MISSING");
  });
});

test("a batch of more rows than a request may have is refused before it is built", () => {
  const rows = Array.from({ length: MAX_ROWS + 1 });
  expect(() => batchOfRecords(signature, rows)).toThrow(new ProblemError("ROWS_TOO_MANY"));
});
