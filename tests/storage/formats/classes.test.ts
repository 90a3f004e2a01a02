import { expect, test } from "@jest/globals";
import {
  boostingJson,
  boostingScorer,
  forestJson,
  forestScorer,
  parseBoosting,
  parseForest,
  type Boosting,
  type Forest,
} from "@despliega/storage";

import { treesOf, type TreeNode } from "../../support/trees.js";

const leaf = (value: number, cover = 1): TreeNode => ({ value, cover });
const split = (
  feature: number,
  threshold: number,
  missing: "left" | "right",
  left: TreeNode,
  right: TreeNode,
): TreeNode => ({ feature, threshold, missing, left, right });

// Two rounds of three classes: the second feature is a category, whose values 0 and 2 go left.
const boosting: Boosting = {
  task: "classification",
  baseline: Float64Array.of(0.5, -0.25, 0),
  ...treesOf(
    2,
    [
      split(0, 1, "left", leaf(1), leaf(-1, 3)),
      split(1, NaN, "right", leaf(0.5), leaf(-0.5)),
      leaf(0.125),
      leaf(0.25),
      leaf(-0.25),
      split(1, NaN, "left", leaf(2), leaf(-2)),
    ],
    [[0, 2], [1]],
  ),
};

// Its leaves have the shares of three classes.
const forest: Forest = {
  task: "classification",
  outputs: 3,
  ...treesOf(2, [split(1, NaN, "left", leaf(0, 2), leaf(0, 6)), leaf(0, 8)], [[0, 2]]),
  value: Float64Array.of(0.5, 0.5, 0, 0, 0.25, 0.75, 0.25, 0.25, 0.5),
};

const ROWS = [
  [0, 0],
  [2, 1],
  [NaN, 2],
  [2, NaN],
  [2, 3],
].map((row) => Float64Array.from(row));

/** The sums of the classes, read from the trees above by hand. */
const SUMS = [
  [0.5 + 1 + 0.25, -0.25 + 0.5 - 0.25, 0.125 - 2],
  [0.5 - 1 + 0.25, -0.25 - 0.5 - 0.25, 0.125 + 2],
  [0.5 + 1 + 0.25, -0.25 + 0.5 - 0.25, 0.125 - 2],
  [0.5 - 1 + 0.25, -0.25 - 0.5 - 0.25, 0.125 + 2],
  [0.5 - 1 + 0.25, -0.25 - 0.5 - 0.25, 0.125 - 2],
];

test("boosting of three classes answers with probabilities proportional to the exponentials of its sums", () => {
  const scorer = boostingScorer(boosting);
  const into = new Float64Array(4).fill(7);
  ROWS.forEach((row, at) => {
    scorer.scores(row, into);
    const exponentials = SUMS[at]!.map(Math.exp);
    const total = exponentials.reduce((a, b) => a + b);
    exponentials.forEach((e, k) => expect(into[k]).toBeCloseTo(e / total, 12));
    expect(into[3]).toBe(7);
  });
  expect(scorer.outputs).toBe(3);
  expect(() => scorer.score(ROWS[0]!)).toThrow("A model of 3 classes has no single answer");
});

test("its contributions and the trees' means add up to the logarithm of a probability less their mean", () => {
  const scorer = boostingScorer(boosting);
  // Baselines, and the means of the trees over their training rows.
  const origin = [0.5 - 0.5 + 0.25, -0.25 + 0 - 0.25, 0.125 + 0];
  const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b) / 3;
  const into = new Float64Array(3);
  ROWS.forEach((row) => {
    scorer.scores(row, into);
    const logs = [...into].map(Math.log);
    for (const output of [0, 1, 2]) {
      const { base, moved, sum } = scorer.contributions(row, output);
      expect(base).toBeCloseTo(origin[output]! - meanOf(origin), 12);
      expect(moved.reduce((a, b) => a + b, base)).toBeCloseTo(sum, 12);
      expect(sum).toBeCloseTo(logs[output]! - meanOf(logs), 12);
    }
  });
  expect(scorer.contributions(ROWS[1]!)).toEqual(scorer.contributions(ROWS[1]!, 0));
});

test("a forest of three classes answers with the mean shares of its leaves, by sets of values", () => {
  const scorer = forestScorer(forest);
  const into = new Float64Array(3);
  const answer = (row: Float64Array): number[] => {
    scorer.scores(row, into);
    return [...into];
  };
  const [left, right] = [
    [0.375, 0.375, 0.25],
    [0.125, 0.25, 0.625],
  ];
  expect(ROWS.map(answer)).toEqual([left, right, left, left, right]);
  // The first tree's root has the shares of 2 and 6 rows.
  const root = [0.125, 0.3125, 0.5625];
  [0, 1, 2].forEach((output) => {
    const { base, moved, sum } = scorer.contributions(ROWS[1]!, output);
    expect(base + moved[0]! + moved[1]!).toBeCloseTo(sum, 12);
    expect(moved[0]).toBe(0);
    expect(moved[1]).toBeCloseTo((forest.value[3 + output]! - root[output]!) / 2, 12);
  });
});

test("both come back from their JSON to the same bits", () => {
  const again = (json: unknown): unknown => JSON.parse(JSON.stringify(json));
  expect(parseBoosting(again(boostingJson(boosting)))).toEqual(boosting);
  expect(parseForest(again(forestJson(forest)))).toEqual(forest);
});

test.each<[string, () => unknown]>([
  [
    "trees that are no whole round",
    () => parseBoosting({ ...boostingJson(boosting), baseline: [1, 2, 3, 4] }),
  ],
  [
    "a regression with several baselines",
    () => parseBoosting({ ...boostingJson(boosting), task: "regression" }),
  ],
  ["leaves without a share for a class", () => parseForest({ ...forestJson(forest), classes: 4 })],
  ["two classes with two shares", () => parseForest({ ...forestJson(forest), classes: 2 })],
  ["a regression with classes", () => parseForest({ ...forestJson(forest), task: "regression" })],
  ["a set too many", () => parseForest({ ...forestJson(forest), sets: [[0, 2], [1]] })],
])("a model with %s is refused", (_, read) => expect(read).toThrow());
