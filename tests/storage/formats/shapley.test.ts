import { expect, test } from "@jest/globals";
import { boostingScorer, forestScorer, type Trees } from "@despliega/storage";
import fc from "fast-check";

import { treesOf, type TreeNode } from "../../support/trees.js";
import { gameOf, shapleyValues } from "./shapley-oracle.js";

/** Trees of a few features, which a path asks about again and again; a threshold of NaN takes a set. */
const trees = (features: number, maxDepth: number): fc.Arbitrary<TreeNode[]> =>
  fc.array(
    fc.letrec<{ node: TreeNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth, depthSize: "xlarge" },
        { weight: 1, arbitrary: fc.record({ value: fc.integer({ min: -9, max: 9 }), cover }) },
        {
          weight: 4,
          arbitrary: fc.record({
            feature: fc.nat(features - 1),
            threshold: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
            missing: fc.constantFrom("left" as const, "right" as const),
            left: tie("node"),
            right: tie("node"),
          }),
        },
      ),
    })).node,
    { minLength: 1, maxLength: 3 },
  );
const cover = fc.integer({ min: 1, max: 50 });
const set = fc.subarray([-3, -2, -1, 0, 1, 2, 3], { minLength: 1 });
const row = (features: number) =>
  fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -4, max: 4 }) }, fc.constant(NaN)), {
      minLength: features,
      maxLength: features,
    })
    .map((values) => Float64Array.from(values));

/** Trees as arrays, each leaf with so many numbers. */
const drawn = (features: number, maxDepth: number, width: number): fc.Arbitrary<Trees> =>
  trees(features, maxDepth).chain((given) => {
    const made = treesOf(features, given);
    const count = made.threshold.filter(Number.isNaN).length;
    const numbers = made.value.length * width;
    return fc
      .record({
        sets: fc.array(set, { minLength: count, maxLength: count }),
        value: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: numbers,
          maxLength: numbers,
        }),
      })
      .map(({ sets, value }) => ({ ...made, sets, value: Float64Array.from(value) }));
  });

const expectClose = (found: Float64Array, expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(1e-9));
};

test("a forest moves each output by the Shapley values of the features", () => {
  const cases = fc.record({ given: drawn(4, 7, 3), x: row(4), output: fc.nat(2) });
  fc.assert(
    fc.property(cases, ({ given, x, output }) => {
      const scorer = forestScorer({ ...given, task: "classification", outputs: 3 });
      const { base, moved, sum } = scorer.contributions(x, output);
      const game = gameOf(given, x, (_, leaf) => leaf[output]! / given.trees.length, 3);
      expectClose(moved, shapleyValues(game, 4));
      expectClose(Float64Array.of(base, sum), [game(0), game(15)]);
    }),
  );
});

test("boosting moves a sum less the mean of all sums by the Shapley values of the features", () => {
  const cases = fc.record({ given: drawn(4, 7, 1), x: row(4), output: fc.nat(2) });
  fc.assert(
    fc.property(cases, ({ given, x, output }) => {
      const baseline = Float64Array.of(0.5, -1, 2);
      const scorer = boostingScorer({ ...given, task: "classification", baseline });
      const { base, moved, sum } = scorer.contributions(x, output);
      const weight = (tree: number) => (tree % 3 === output ? 2 / 3 : -1 / 3);
      const game = gameOf(given, x, (tree, leaf) => weight(tree) * leaf[0]!, 1);
      const start = baseline[output]! - 0.5;
      expectClose(moved, shapleyValues(game, 4));
      expectClose(Float64Array.of(base, sum), [start + game(0), start + game(15)]);
    }),
  );
});

/** A path that asks about each feature once. Most rows leave it early, in turns by few and by many. */
const chain = (features: number, feature = 0): TreeNode =>
  feature === features
    ? { value: 1000, cover: 1 }
    : {
        feature,
        threshold: 0,
        missing: "left",
        left: { value: feature - 5, cover: 10 ** (6 - (feature % 3)) },
        right: chain(features, feature + 1),
      };

test("a path of more features than one walk has points for is exact too", () => {
  const given = treesOf(11, [chain(11)]);
  const scorer = boostingScorer({ ...given, task: "regression", baseline: Float64Array.of(0) });
  fc.assert(
    fc.property(row(11), (x) => {
      const game = gameOf(given, x, (_, leaf) => leaf[0]!, 1);
      expectClose(scorer.contributions(x).moved, shapleyValues(game, 11));
    }),
    { numRuns: 5 },
  );
});

test("a path of a hundred features adds up", () => {
  const given = treesOf(100, [chain(100)]);
  const scorer = boostingScorer({ ...given, task: "regression", baseline: Float64Array.of(0) });
  fc.assert(
    fc.property(row(100), (x) => {
      const { base, moved, sum } = scorer.contributions(x);
      expectClose(Float64Array.of(moved.reduce((all, by) => all + by, base)), [sum]);
    }),
    { numRuns: 20 },
  );
});

test("a tree that is one leaf moves nothing", () => {
  const given = treesOf(2, [{ value: 3, cover: 7 }]);
  const scorer = boostingScorer({ ...given, task: "regression", baseline: Float64Array.of(1) });
  expect(scorer.contributions(Float64Array.of(1, NaN))).toEqual({
    base: 4,
    moved: Float64Array.of(0, 0),
    sum: 4,
  });
});
