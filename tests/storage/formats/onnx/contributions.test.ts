import { expect, test } from "@jest/globals";
import { contributionsOf } from "@despliega/storage";

/** A number with features that matter alone, together, and not at all. */
const answer = (row: Float64Array): number =>
  2 * row[0]! + row[1]! * row[2]! + Math.max(row[3]!, 0) - row.length;

const answers = (width: number) => (rows: Float64Array, into: Float64Array) => {
  into.forEach((_, at) => {
    into[at] = answer(rows.subarray(at * width, (at + 1) * width));
  });
};

const permutations = (of: readonly number[]): readonly (readonly number[])[] =>
  of.length < 2
    ? [of]
    : of.flatMap((first) =>
        permutations(of.filter((other) => other !== first)).map((rest) => [first, ...rest]),
      );

test("contributions are the mean over all orders in which features become known", () => {
  const [row, usual] = [Float64Array.of(3, -1, 2, 5, 9), Float64Array.of(1, 1, -2, -4, 0)];
  const { base, moved, sum } = contributionsOf(answers(5), usual, 1)(row, 0);
  expect([base, sum]).toEqual([answer(usual), answer(row)]);
  const orders = permutations([0, 1, 2, 3, 4]);
  const expected = [0, 0, 0, 0, 0];
  for (const order of orders) {
    const known = usual.slice();
    for (const feature of order) {
      const before = answer(known);
      known[feature] = row[feature]!;
      expected[feature] = expected[feature]! + (answer(known) - before) / orders.length;
    }
  }
  moved.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
});

test("contributions of many features add up, and are the same each time", () => {
  const usual = new Float64Array(12).fill(1);
  const row = Float64Array.from(usual, (_, i) => 3 - i);
  const of = contributionsOf(answers(12), usual, 1);
  const { base, moved, sum } = of(row, 0);
  expect(base + moved.reduce((all, one) => all + one, 0)).toBeCloseTo(sum, 12);
  expect(contributionsOf(answers(12), usual, 1)(row, 0).moved).toEqual(moved);
  // What a feature does alone is exact, and one that does nothing moves nothing.
  expect([moved[0], moved[5]]).toEqual([2 * (row[0]! - 1), 0]);
});
