import { describe, expect, test } from "@jest/globals";
import {
  boostingJson,
  boostingScorer,
  loadScorer,
  parseBoosting,
  type Boosting,
  type ManifestFeature,
} from "@despliega/storage";
import fc from "fast-check";

import { isInner, treesOf, type TreeNode } from "../../support/trees.js";
import { toRow } from "../../support/to-row.js";

const FEATURES = 3;

const features = (count: number): ManifestFeature[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `x${i}`,
    type: "number",
    description: "",
    missing: { fill: 1000 },
    mean: 0.5,
  }));

/** Boosting of drawn trees: a threshold of NaN takes the next of the sets. */
const boostingOf = (
  task: Boosting["task"],
  baseline: number,
  trees: readonly TreeNode[],
  sets: readonly (readonly number[])[] = [],
): Boosting => ({
  task,
  ...treesOf(FEATURES, trees, sets),
  baseline: Float64Array.of(baseline),
});

const first: TreeNode = {
  feature: 0,
  threshold: 2.5,
  missing: "right",
  left: { value: 0.25, cover: 4 },
  right: {
    feature: 1,
    threshold: NaN,
    missing: "left",
    left: { value: 0.5, cover: 2 },
    right: { value: -1, cover: 2 },
  },
};
const second: TreeNode = { value: 0.125, cover: 8 };
const byHand = boostingOf("regression", 10, [first, second], [[-1, 3, 8]]);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const cover = fc.integer({ min: 1, max: 1000 });
const trees = fc.array(
  fc.letrec<{ node: TreeNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "large", withCrossShrink: true },
      fc.record({ value: finite.map((x) => x + 0), cover }),
      fc.record({
        feature: fc.nat(FEATURES - 1),
        threshold: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
        missing: fc.constantFrom("left" as const, "right" as const),
        left: tie("node"),
        right: tie("node"),
      }),
    ),
  })).node,
  { minLength: 1, maxLength: 4 },
);
const set = fc
  .uniqueArray(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 6 })
  .map((values) => values.sort((a, b) => a - b));
/** Drawn trees with a set for each node without a threshold, in the order of the nodes. */
const drawn = trees.chain((given) => {
  const count = boostingOf("regression", 0, given).threshold.filter(Number.isNaN).length;
  return fc.record({
    trees: fc.constant(given),
    baseline: finite.map((x) => x + 0),
    sets: fc.array(set, { minLength: count, maxLength: count }),
  });
});
const row = fc
  .array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN)), {
    minLength: FEATURES,
    maxLength: FEATURES,
  })
  .map((values) => Float64Array.from(values));

/** What a tree answers, found by going down its nodes level by level; takes the sets that it uses off the list. */
const answerOf = (root: TreeNode, sets: (readonly number[])[], given: Float64Array): number => {
  const own = new Map<TreeNode, readonly number[]>();
  const nodes = [root];
  for (const node of nodes)
    if (isInner(node)) {
      if (Number.isNaN(node.threshold)) own.set(node, sets.shift()!);
      nodes.push(node.left, node.right);
    }
  let node = root;
  while (isInner(node)) {
    const x = given[node.feature]!;
    const values = own.get(node);
    const left = Number.isNaN(x)
      ? node.missing === "left"
      : values === undefined
        ? x <= node.threshold
        : values.includes(x);
    node = left ? node.left : node.right;
  }
  return node.value;
};

const coverOf = (node: TreeNode): number =>
  isInner(node) ? coverOf(node.left) + coverOf(node.right) : node.cover;
const meanOf = (node: TreeNode): number =>
  isInner(node)
    ? (meanOf(node.left) * coverOf(node.left) + meanOf(node.right) * coverOf(node.right)) /
      coverOf(node)
    : node.value;

const close = (value: number): unknown => expect.closeTo(value, 12);

describe("boosting", () => {
  test.each([
    ["below a threshold", [1, 9, 0], 10.375],
    ["at a threshold, which goes left", [2.5, 9, 0], 10.375],
    ["in a set, which goes left", [3, 8, 0], 10.625],
    ["between the values of a set", [3, 4, 0], 9.125],
    ["beyond a set", [3, 9, 0], 9.125],
    ["that misses the first feature", [null, 3, 0], 10.625],
    ["that misses the second", [3, null, 0], 10.625],
  ])("answers a row %s with the baseline and what its trees add", (_, values, expected) => {
    expect(boostingScorer(byHand).score(toRow(values))).toBe(expected);
  });

  test("takes the sum for the log-odds of class 1 in a classification", () => {
    const scorer = boostingScorer({ ...byHand, task: "classification" });
    expect(scorer.score(toRow([1, 9, 0]))).toBe(1 / (1 + Math.exp(-10.375)));
  });

  test("gives each feature its Shapley value", () => {
    // The first tree's mean is 0, with feature 0 known −0.25 or 0.25, with feature 1 known 0.375; the second never moves.
    const scorer = boostingScorer({ ...byHand, task: "classification" });
    const moved = (values: readonly number[]) => [...scorer.contributions(toRow(values)).moved];
    expect(moved([3, 8, 0])).toEqual([close(-0.0625), close(0.5625), 0]);
    expect(moved([1, 8, 0])).toEqual([close(0.0625), close(0.1875), 0]);
  });

  test("scores whatever its trees and the row as the trees do when they are walked as drawn", () => {
    fc.assert(
      fc.property(drawn, row, ({ trees: given, baseline, sets }, x) => {
        const left = [...sets];
        const expected = given.reduce((sum, tree) => sum + answerOf(tree, left, x), baseline);
        const scorer = boostingScorer(boostingOf("regression", baseline, given, sets));
        expect(scorer.score(x)).toBe(expected);
      }),
    );
  });

  test("adds its contributions to its mean over the training rows up to its sum", () => {
    fc.assert(
      fc.property(drawn, row, ({ trees: given, baseline, sets }, x) => {
        const scorer = boostingScorer(boostingOf("regression", baseline, given, sets));
        const mean = given.reduce((sum, tree) => sum + meanOf(tree), baseline);
        const { base, moved, sum } = scorer.contributions(x);
        expect(Math.abs(base - mean)).toBeLessThan(1e-7);
        expect(Math.abs(moved.reduce((a, b) => a + b, base) - sum)).toBeLessThan(1e-7);
        expect(Math.abs(sum - scorer.score(x))).toBeLessThan(1e-7);
      }),
    );
  });

  test("comes back from its JSON to the same bits", () => {
    fc.assert(
      fc.property(drawn, ({ trees: given, baseline, sets }) => {
        const boosting = boostingOf("regression", baseline, given, sets);
        expect(parseBoosting(JSON.parse(JSON.stringify(boostingJson(boosting))))).toEqual(boosting);
      }),
    );
  });

  test("is loaded for the features that it has, and leaves missing values to its trees", () => {
    const json: unknown = JSON.parse(JSON.stringify(boostingJson(byHand)));
    expect(
      loadScorer({ estimator: "boosting", features: features(FEATURES) }, json).score(
        toRow([null, null, 0]),
      ),
    ).toBe(10.625);
    expect(() =>
      loadScorer({ estimator: "boosting", features: features(FEATURES + 1) }, json),
    ).toThrow(RangeError);
  });

  test("without a tree answers with its baseline", () => {
    const empty = boostingOf("regression", 3, []);
    expect(boostingScorer(parseBoosting(boostingJson(empty))).score(toRow([1, 2, 3]))).toBe(3);
  });
});

describe("the JSON of boosting is refused with", () => {
  const good = boostingJson(byHand);

  test("nothing wrong with it: it is not", () => {
    expect(parseBoosting(good)).toEqual(byHand);
  });

  test.each<[string, unknown]>([
    ["nothing in it", null],
    ["another format", { ...good, format: "despliega-forest" }],
    ["another version", { ...good, formatVersion: 2 }],
    ["another task", { ...good, task: "ranking" }],
    ["a field that is unknown", { ...good, left: [1] }],
    ["no baseline", { ...good, baseline: [] }],
    ["a baseline for each of several classes", { ...good, baseline: [1, 2] }],
    ["a baseline that is no number", { ...good, baseline: ["1"] }],
    ["more features than are numbered", { ...good, features: 65_537 }],
    ["a tree without nodes", { ...good, trees: [5, 0, 1] }],
    ["more nodes than features of nodes", { ...good, trees: [5, 3] }],
    ["trees whose nodes belong to one another", { ...good, trees: [3, 3] }],
    ["nodes behind the last leaf", { ...good, feature: [-1, 0, -1, 1, -1, -1] }],
    ["a feature that does not exist", { ...good, feature: [0, -1, 3, -1, -1, -1] }],
    ["half a feature", { ...good, feature: [0, -1, 0.5, -1, -1, -1] }],
    ["a threshold too few", { ...good, threshold: [2.5] }],
    ["a threshold that is not finite", JSON.parse(JSON.stringify(good).replace("2.5", "1e999"))],
    ["a threshold where a set is", { ...good, threshold: [2.5, 1] }],
    ["a set too few", { ...good, sets: [] }],
    ["a set too many", { ...good, sets: [[1], [2]] }],
    ["an empty set", { ...good, sets: [[]] }],
    ["a set whose values fall", { ...good, sets: [[3, 1]] }],
    ["a set with a value twice", { ...good, sets: [[1, 1]] }],
    ["a set of words", { ...good, sets: [["a"]] }],
    ["a way for missing values too few", { ...good, missingRight: [1] }],
    ["a third way for missing values", { ...good, missingRight: [1, 2] }],
    ["a leaf too many", { ...good, value: [...good.value, 0.5] }],
    ["a leaf that is not finite", { ...good, value: [NaN, ...good.value.slice(1)] }],
    ["a leaf that no row came to", { ...good, cover: [0, ...good.cover.slice(1)] }],
    ["a cover too few", { ...good, cover: good.cover.slice(1) }],
  ])("%s", (_, json) => {
    expect(() => parseBoosting(json)).toThrow();
  });
});
