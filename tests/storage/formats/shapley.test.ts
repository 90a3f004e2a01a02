import { expect, test } from "@jest/globals";
import { boostingScorer, forestScorer } from "@despliega/storage";
import fc from "fast-check";

import { treesOf, type TreeNode } from "../../support/trees.js";
import { drawnTrees, drawnRow } from "./drawn-trees.js";
import { gameOf, shapleyValues } from "./shapley-oracle.js";

const expectClose = (found: Float64Array, expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(1e-9));
};

test("a forest moves each output by the Shapley values of the features", () => {
  const cases = fc.record({ given: drawnTrees(4, 7, 3), x: drawnRow(4), output: fc.nat(2) });
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
  const cases = fc.record({ given: drawnTrees(4, 7, 1), x: drawnRow(4), output: fc.nat(2) });
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
    fc.property(drawnRow(11), (x) => {
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
    fc.property(drawnRow(100), (x) => {
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
