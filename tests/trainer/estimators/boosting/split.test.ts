import { describe, expect, test } from "@jest/globals";
import { fitBoosting } from "@despliega/trainer/estimators/boosting/boosting.js";
import fc from "fast-check";

import { dataOf, OPTIONS, PLAIN } from "./data.js";

const L2 = 0.5;

/** Rows of one feature with few values, some of them missing. */
const rows = fc
  .array(
    fc.record({
      x: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 5 }) }, fc.constant(NaN)),
      y: fc.integer({ min: -20, max: 20 }),
    }),
    { minLength: 4, maxLength: 40 },
  )
  .map((drawn) => ({
    x: Float64Array.from(drawn, ({ x }) => x),
    y: Float64Array.from(drawn, ({ y }) => y),
  }));

interface Rows {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What a division of the rows gains in a first tree of a regression, by the formula; none where a side is too small. */
const gainOf = ({ x, y }: Rows, left: (value: number) => boolean, minLeaf: number): number => {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const side = (wanted: boolean) => {
    const errors = y.filter((_, row) => left(x[row]!) === wanted).map((value) => mean - value);
    return { rows: errors.length, sum: errors.reduce((sum, error) => sum + error, 0) };
  };
  const [first, second] = [side(true), side(false)];
  if (first.rows < minLeaf || second.rows < minLeaf) return 0;
  const worth = (sum: number, count: number) => sum ** 2 / (count + L2);
  const whole = worth(first.sum + second.sum, first.rows + second.rows);
  return worth(first.sum, first.rows) + worth(second.sum, second.rows) - whole;
};

/** The gain of the only split of a tree of two leaves, measured on the rows that it divides. */
const foundGain = (given: Rows, categories: readonly number[] | undefined, minLeaf: number) => {
  const data = dataOf(
    { task: "regression", columns: [given.x], target: given.y },
    { uses: [{ ...PLAIN, categories }] },
  );
  const { boosting } = fitBoosting(data, {
    ...OPTIONS,
    rounds: 1,
    maxLeaves: 2,
    minLeaf,
    l2: L2,
  });
  if (boosting.feature.length === 1) return 0;
  const left = (value: number): boolean => {
    if (Number.isNaN(value)) return boosting.missingRight[0] === 0;
    const threshold = boosting.threshold[0]!;
    return Number.isNaN(threshold) ? boosting.sets[0]!.includes(value) : value <= threshold;
  };
  return gainOf(given, left, minLeaf);
};

/** The best gain of all divisions into values that go left and others, with missing values on either side. */
const bestGain = (given: Rows, sets: readonly (readonly number[])[], minLeaf: number) =>
  Math.max(
    0,
    ...sets.flatMap((set) =>
      [true, false].map((lost) =>
        gainOf(given, (value) => (Number.isNaN(value) ? lost : set.includes(value)), minLeaf),
      ),
    ),
  );

const VALUES = [0, 1, 2, 3, 4, 5];
const SUBSETS = Array.from({ length: 64 }, (_, bits) =>
  VALUES.filter((_value, i) => ((bits >> i) & 1) === 1),
);
const PREFIXES = VALUES.map((value) => VALUES.slice(0, value + 1));

describe("the split that is found gains as much as the best of all", () => {
  test("thresholds, with missing values on either side", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 6 }), (given, minLeaf) => {
        const best = bestGain(given, PREFIXES, minLeaf);
        expect(foundGain(given, undefined, minLeaf)).toBeCloseTo(best, 6);
      }),
    );
  });

  test("sets of categories", () => {
    // Ten rows of each category, so that all of them are told apart.
    fc.assert(
      fc.property(
        rows,
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 60, maxLength: 60 }),
        (some, extra) => {
          const given = {
            x: Float64Array.of(...some.x, ...extra.map((_, i) => i % 6)),
            y: Float64Array.of(...some.y, ...extra),
          };
          const best = bestGain(given, SUBSETS, 1);
          expect(foundGain(given, VALUES, 1)).toBeCloseTo(best, 6);
        },
      ),
    );
  });
});

describe("categories", () => {
  const many = Float64Array.from({ length: 60 }, (_, row) => row % 3);
  const target = many.map((x) => (x === 1 ? 10 : 0));
  const fitOn = (x: Float64Array, y: Float64Array, categories: readonly number[]) =>
    fitBoosting(
      dataOf({ task: "regression", columns: [x], target: y }, { uses: [{ ...PLAIN, categories }] }),
      { ...OPTIONS, rounds: 1, maxLeaves: 2, minLeaf: 5 },
    ).boosting;

  test("of which the middle one differs are separated by one split", () => {
    const { sets, threshold, trees } = fitOn(many, target, [0, 1, 2]);
    expect([...trees]).toEqual([3]);
    expect([...threshold]).toEqual([NaN]);
    // Gradients are errors with the other sign, so the largest labels come first.
    expect(sets).toEqual([[1]]);
  });

  test("that were missing in no training row go where more rows go, on the left too", () => {
    const x = many.map((value) => (value === 0 ? 2 : value));
    expect(fitOn(x, target, [0, 1, 2]).sets).toEqual([[1]]);
    const mostly = x.map((value) => (value === 2 ? 1 : 2));
    const y = mostly.map((value) => (value === 1 ? 10 : 0));
    expect(fitOn(mostly, y, [0, 1, 2]).sets).toEqual([[0, 1]]);
  });

  test("of few rows go where missing values go", () => {
    const x = Float64Array.of(...many, 7, 7, 7);
    const y = Float64Array.of(...target, 10, 10, 10);
    expect(fitOn(x, y, [0, 1, 2, 7]).sets).toEqual([[1, 7]]);
  });
});
