import { describe, expect, test } from "@jest/globals";
import { boostingScorer, forestScorer, type Scorer, type Trees } from "@despliega/storage";
import fc from "fast-check";

import { answerOf, treesOf, type TreeNode } from "../../support/trees.js";

const FEATURES = 3;
const cover = fc.integer({ min: 1, max: 9 });
const trees: fc.Arbitrary<TreeNode[]> = fc.array(
  fc.letrec<{ node: TreeNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "large" },
      fc.record({ value: fc.double({ min: 0, max: 1, noNaN: true }), cover }),
      fc.record({
        feature: fc.nat(FEATURES - 1),
        threshold: fc.constantFrom(-1e300, -2, -0, 0, 0.1, 1, 2, 1e300),
        missing: fc.constantFrom("left" as const, "right" as const),
        left: tie("node"),
        right: tie("node"),
      }),
    ),
  })).node,
  { minLength: 1, maxLength: 19 },
);
const value = fc.oneof(
  fc.constantFrom(-Infinity, -1e300, -2, -0, 0, 0.1, 1, 2, 1e300, Infinity, NaN),
  fc.double(),
);
const rows = fc.array(fc.array(value, { minLength: FEATURES, maxLength: FEATURES }), {
  minLength: 1,
  maxLength: 140,
});

const together = (scorer: Scorer, all: readonly number[][]): number[] => {
  const into = new Float64Array(all.length * scorer.outputs);
  scorer.scoresOfRows(Float64Array.from(all.flat()), into);
  return [...into];
};

const forestWith = (outputs: number, made: Trees): Scorer => {
  const value = Float64Array.from(
    { length: made.value.length * outputs },
    (_, i) => made.value[Math.floor(i / outputs)]! / (1 + (i % outputs)),
  );
  return forestScorer({ task: "classification", outputs, ...made, value });
};

describe("many rows through many trees", () => {
  test("get the same bits from a forest as a walk down each tree gives", () => {
    fc.assert(
      fc.property(trees, rows, (drawn, all) => {
        const expected = all.map(
          (row) => drawn.reduce((sum, tree) => sum + answerOf(tree, row), 0) / drawn.length,
        );
        const scorer = forestWith(1, treesOf(FEATURES, drawn));
        expect(together(scorer, all)).toEqual(expected);
        expect(all.map((row) => scorer.score(Float64Array.from(row)))).toEqual(expected);
      }),
    );
  });

  test("get the same bits from boosting of one sum", () => {
    fc.assert(
      fc.property(trees, rows, (drawn, all) => {
        const expected = all.map((row) =>
          drawn.reduce((sum, tree) => sum + answerOf(tree, row), 0.25),
        );
        const scorer = boostingScorer({
          task: "regression",
          baseline: Float64Array.of(0.25),
          ...treesOf(FEATURES, drawn),
        });
        expect(together(scorer, all)).toEqual(expected);
        expect(all.map((row) => scorer.score(Float64Array.from(row)))).toEqual(expected);
      }),
    );
  });

  test.each([
    ["a forest", (made: Trees) => forestWith(3, made)],
    [
      "boosting",
      (made: Trees) =>
        boostingScorer({
          task: "classification",
          baseline: Float64Array.of(0.25, 0, 1),
          ...made,
        }),
    ],
  ])("get the same bits from %s of three classes as one row at a time", (_, scorerOf) => {
    fc.assert(
      fc.property(trees, rows, (drawn, all) => {
        const scorer = scorerOf(treesOf(FEATURES, [...drawn, ...drawn, ...drawn]));
        const alone = all.map((row) => {
          const into = new Float64Array(3);
          scorer.scores(Float64Array.from(row), into);
          return [...into];
        });
        expect(together(scorer, all)).toEqual(alone.flat());
      }),
    );
  });

  test("get the same bits where one feature has more thresholds than two bytes count", () => {
    const leaf = (at: number): TreeNode => ({ value: at % 7, cover: 1 });
    const between = (low: number, high: number): TreeNode => {
      if (high - low === 1) return leaf(low);
      const middle = Math.floor((low + high) / 2);
      return {
        feature: 0,
        threshold: middle - 0.5,
        missing: "left",
        left: between(low, middle),
        right: between(middle, high),
      };
    };
    const scorer = forestWith(1, treesOf(1, [between(0, 66_000)]));
    const all = [0, 1, 65_534, 65_535, 65_999, 70_000, NaN].map((x) => [x]);
    const expected = all.map(([x]) => Math.min(Number.isNaN(x) ? 0 : x!, 65_999) % 7);
    expect(together(scorer, all)).toEqual(expected);
  });
});
