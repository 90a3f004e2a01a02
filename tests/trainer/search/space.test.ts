import { describe, expect, test } from "@jest/globals";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { drawOptions, logarithmicOf, type Values } from "@despliega/trainer/model/search-space.js";
import fc from "fast-check";

import { FOREST, LOGISTIC } from "../support/estimators.js";

/** Many draws of one parameter. */
const draw = (values: Values, seed = 1, count = 2_000): (number | string)[] =>
  Array.from({ length: count }, (_, i) => {
    const options = drawOptions(
      { options: LOGISTIC, vary: { ridge: values } },
      drawStream(seed, i),
    );
    return (options as unknown as { ridge: number | string }).ridge;
  });

const counts = (values: readonly (number | string)[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const value of values) found[value] = (found[value] ?? 0) + 1;
  return found;
};

const numbers = (values: readonly (number | string)[]) => values.map(Number);

describe("a draw", () => {
  test("never leaves its range, however many digits the ends have", () => {
    const range = fc
      .tuple(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
      )
      .map(([from, times]) => ({ from, to: from * times }));
    fc.assert(
      fc.property(range, fc.boolean(), fc.boolean(), ({ from, to }, logarithmic, whole) => {
        const ends = whole ? { from: Math.ceil(from), to: Math.ceil(to) } : { from, to };
        for (const value of numbers(draw({ ...ends, logarithmic, whole }, 3, 40))) {
          expect(value).toBeGreaterThanOrEqual(ends.from);
          expect(value).toBeLessThanOrEqual(ends.to);
          if (whole) expect(Number.isInteger(value)).toBe(true);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("is evenly spread over a range, in three digits", () => {
    const drawn = numbers(draw({ from: 10, to: 20 }));
    const quarters = counts(drawn.map((value) => Math.min(Math.floor((value - 10) / 2.5), 3)));
    for (const count of Object.values(quarters)) expect(Math.abs(count - 500)).toBeLessThan(80);
    for (const value of drawn) expect(value).toBe(Number(value.toPrecision(3)));
  });

  test("is as often in each power of ten where it goes by the logarithm", () => {
    const drawn = numbers(draw({ from: 0.001, to: 1000, logarithmic: true }));
    const decades = counts(drawn.map((value) => Math.min(Math.floor(Math.log10(value)), 2)));
    expect(Object.keys(decades).length).toBe(6);
    for (const count of Object.values(decades)) expect(Math.abs(count - 333)).toBeLessThan(70);
  });

  test("takes whole numbers equally often, the ends as well", () => {
    const found = counts(draw({ from: 1, to: 4, whole: true }));
    expect(Object.keys(found)).toEqual(["1", "2", "3", "4"]);
    for (const count of Object.values(found)) expect(Math.abs(count - 500)).toBeLessThan(80);
  });

  test("takes small whole numbers more often where it goes by the logarithm", () => {
    const found = counts(draw({ from: 1, to: 64, whole: true, logarithmic: true }));
    expect(found["1"]).toBeGreaterThan(found["2"]!);
    expect(found["2"]).toBeGreaterThan(found["8"]!);
  });

  test("takes each of a list equally often", () => {
    const found = counts(draw({ oneOf: ["sqrt", "third", 5] }));
    expect(Object.keys(found).toSorted()).toEqual(["5", "sqrt", "third"]);
    for (const count of Object.values(found)) expect(Math.abs(count - 667)).toBeLessThan(90);
  });

  test("of a range without width is its only value", () => {
    expect(new Set(draw({ from: 0.12345, to: 0.12345 }))).toEqual(new Set([0.12345]));
  });

  test("follows from seed and stream alone", () => {
    const values = { from: 0, to: 1 };
    expect(draw(values, 5)).toEqual(draw(values, 5));
    expect(draw(values, 5)).not.toEqual(draw(values, 6));
    expect(draw(values, 5, 10)).toEqual(draw(values, 5, 20).slice(0, 10));
  });
});

test("options keep what does not vary", () => {
  const space = { options: FOREST, vary: { minLeaf: { from: 1, to: 50, whole: true } } } as const;
  const { minLeaf: _, ...rest } = FOREST;
  expect(drawOptions(space, drawStream(0, 9))).toMatchObject(rest);
});

test("parameters that go by the logarithm are named once, as a report names them", () => {
  const logarithmic = { from: 1, to: 10, logarithmic: true } as const;
  expect(
    logarithmicOf([
      { options: LOGISTIC, vary: { ridge: logarithmic } },
      {
        options: FOREST,
        vary: {
          ridge: logarithmic,
          minLeaf: { ...logarithmic, whole: true },
          sample: { from: 0, to: 1 },
          maxFeatures: { oneOf: ["sqrt", "all"] },
        },
      },
    ]),
  ).toEqual(["ridge", "min_leaf"]);
});
