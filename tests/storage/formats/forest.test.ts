import { describe, expect, test } from "@jest/globals";
import {
  forestJson,
  forestScorer,
  loadScorer,
  parseForest,
  type ManifestFeature,
} from "@despliega/storage";
import fc from "fast-check";

import { answerOf, forestOf, isInner, type TreeNode } from "../../support/trees.js";
import { toRow } from "../../support/to-row.js";

const FEATURES = 3;

const features = (count: number): ManifestFeature[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `x${i}`,
    type: "number",
    description: "",
    missing: { fill: 1000 },
    range: [0, 1],
    mean: 0.5,
  }));

const first: TreeNode = {
  feature: 0,
  threshold: 2.5,
  missing: "right",
  left: { value: 0.25, cover: 4 },
  right: {
    feature: 1,
    threshold: -1,
    missing: "left",
    left: { value: 0.5, cover: 2 },
    right: { value: 1, cover: 2 },
  },
};
const second: TreeNode = { value: 0.125, cover: 8 };
const byHand = forestOf("classification", FEATURES, [first, second]);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const cover = fc.integer({ min: 1, max: 1000 });

const trees = (value: fc.Arbitrary<number>): fc.Arbitrary<TreeNode[]> =>
  fc.array(
    fc.letrec<{ node: TreeNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 6, depthSize: "large", withCrossShrink: true },
        fc.record({ value, cover }),
        fc.record({
          feature: fc.nat(FEATURES - 1),
          threshold: fc.oneof(fc.integer({ min: -3, max: 3 }), finite).map((x) => x + 0),
          missing: fc.constantFrom("left" as const, "right" as const),
          left: tie("node"),
          right: tie("node"),
        }),
      ),
    })).node,
    { minLength: 1, maxLength: 5 },
  );
const shares = trees(fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0));
const row = fc
  .array(fc.oneof(fc.integer({ min: -4, max: 4 }), finite, fc.constant(NaN)), {
    minLength: FEATURES,
    maxLength: FEATURES,
  })
  .map((values) => Float64Array.from(values));

const coverOf = (node: TreeNode): number =>
  isInner(node) ? coverOf(node.left) + coverOf(node.right) : node.cover;
const meanOf = (node: TreeNode): number =>
  isInner(node)
    ? (meanOf(node.left) * coverOf(node.left) + meanOf(node.right) * coverOf(node.right)) /
      coverOf(node)
    : node.value;

const close = (value: number): unknown => expect.closeTo(value, 12);

describe("a forest", () => {
  test.each([
    ["below a threshold", [1, 9, 0], (0.25 + 0.125) / 2],
    ["at a threshold, which goes left", [2.5, 9, 0], (0.25 + 0.125) / 2],
    ["above a threshold and below another", [3, -2, 0], (0.5 + 0.125) / 2],
    ["above both", [3, 0, 0], (1 + 0.125) / 2],
    ["that misses the first feature", [null, 0, 0], (1 + 0.125) / 2],
    ["that misses the second", [3, null, 0], (0.5 + 0.125) / 2],
  ])("answers a row %s with the mean of its trees", (_, values, expected) => {
    expect(forestScorer(byHand).score(toRow(values))).toBe(expected);
  });

  test("gives each feature its Shapley value", () => {
    // The first tree's mean is 0.5, with feature 0 known 0.75 or 0.25, with feature 1 known 0.625; the second never moves.
    const scorer = forestScorer(byHand);
    expect([...scorer.contributions(toRow([3, 0, 0])).moved]).toEqual([
      close(0.15625),
      close(0.09375),
      0,
    ]);
    expect([...scorer.contributions(toRow([1, 0, 0])).moved]).toEqual([
      close(-0.15625),
      close(0.03125),
      0,
    ]);
  });

  test("scores any row by any trees as a plain walk of the trees does", () => {
    fc.assert(
      fc.property(shares, row, (drawn, given) => {
        const expected = drawn.reduce((sum, tree) => sum + answerOf(tree, given), 0) / drawn.length;
        const scorer = forestScorer(forestOf("classification", FEATURES, drawn));
        expect(scorer.score(given)).toBe(expected);
      }),
    );
  });

  test("adds its contributions to its mean over the training rows up to its answer", () => {
    fc.assert(
      fc.property(shares, row, (drawn, given) => {
        const scorer = forestScorer(forestOf("classification", FEATURES, drawn));
        const mean = drawn.reduce((sum, tree) => sum + meanOf(tree), 0) / drawn.length;
        const { base, moved, sum } = scorer.contributions(given);
        expect(base).toBeCloseTo(mean, 10);
        expect(moved.reduce((a, b) => a + b, base)).toBeCloseTo(sum, 10);
        expect(sum).toBeCloseTo(scorer.score(given), 10);
      }),
    );
  });

  test("has the same bits after its JSON", () => {
    fc.assert(
      fc.property(trees(finite.map((x) => x + 0)), (drawn) => {
        const forest = forestOf("regression", FEATURES, drawn);
        expect(parseForest(JSON.parse(JSON.stringify(forestJson(forest))))).toEqual(forest);
      }),
    );
  });

  test("loads for its own features, and leaves missing values to its trees", () => {
    const json: unknown = JSON.parse(JSON.stringify(forestJson(byHand)));
    const scorer = loadScorer({ estimator: "forest", features: features(FEATURES) }, json);
    expect(scorer.score(toRow([null, null, 0]))).toBe((0.5 + 0.125) / 2);
    expect(() =>
      loadScorer({ estimator: "forest", features: features(FEATURES + 1) }, json),
    ).toThrow(RangeError);
  });
});

describe("the JSON of a forest is refused with", () => {
  const good = forestJson(byHand);

  test("nothing wrong with it: it is not", () => {
    expect(parseForest(good)).toEqual(byHand);
  });

  test.each<[string, unknown]>([
    ["nothing in it", null],
    ["another format", { ...good, format: "forest" }],
    ["another version", { ...good, formatVersion: 2 }],
    ["another task", { ...good, task: "ranking" }],
    ["a field that is unknown", { ...good, left: [1] }],
    ["no tree", { ...good, trees: [] }],
    ["more features than are numbered", { ...good, features: 65_537 }],
    ["a tree without nodes", { ...good, trees: [5, 0, 1] }],
    ["more nodes than features of nodes", { ...good, trees: [5, 3] }],
    ["trees whose nodes belong to one another", { ...good, trees: [3, 3] }],
    ["a root that leads nowhere", { ...good, trees: [1, 5] }],
    ["nodes behind the last leaf", { ...good, feature: [-1, 0, -1, 1, -1, -1] }],
    ["a huge count of nodes", { ...good, trees: [1e15, 1] }],
    ["a feature that does not exist", { ...good, feature: [0, -1, 3, -1, -1, -1] }],
    ["a feature below that of leaves", { ...good, feature: [0, -1, 1, -1, -2, -1] }],
    ["half a feature", { ...good, feature: [0, -1, 0.5, -1, -1, -1] }],
    ["a threshold too few", { ...good, threshold: [2.5] }],
    ["a threshold that is not finite", JSON.parse(JSON.stringify(good).replace("2.5", "1e999"))],
    ["a threshold that is no number", { ...good, threshold: [2.5, "1"] }],
    ["a way for missing values too few", { ...good, missingRight: [1] }],
    ["a third way for missing values", { ...good, missingRight: [1, 2] }],
    ["a leaf too many", { ...good, value: [...good.value, 0.5] }],
    ["a leaf that is not finite", { ...good, value: [NaN, ...good.value.slice(1)] }],
    ["a share above 1", { ...good, value: [1.5, ...good.value.slice(1)] }],
    ["a share below 0", { ...good, value: [-0.5, ...good.value.slice(1)] }],
    ["a leaf that no row came to", { ...good, cover: [0, ...good.cover.slice(1)] }],
    ["a cover too few", { ...good, cover: good.cover.slice(1) }],
  ])("%s", (_, json) => {
    expect(() => parseForest(json)).toThrow();
  });
});
