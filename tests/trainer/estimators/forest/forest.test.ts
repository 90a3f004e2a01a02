import { describe, expect, test } from "@jest/globals";
import { forestJson, forestScorer, parseForest } from "@despliega/storage";
import { ForestTooLarge } from "@despliega/trainer/errors/errors.js";
import { fitForest } from "@despliega/trainer/estimators/forest/forest.js";
import {
  featuresPerSplit,
  type ForestOptions,
} from "@despliega/trainer/estimators/forest/options.js";
import type { TreeRows } from "@despliega/trainer/estimators/trees/check.js";

import { accuracy, drawRows, OPTIONS, rowOf } from "./data.js";

const fit = (data: TreeRows, options: Partial<ForestOptions> = {}) =>
  fitForest(data, { ...OPTIONS, ...options });

const scoresOf = ({ forest }: ReturnType<typeof fitForest>, data: TreeRows): Float64Array => {
  const scorer = forestScorer(forest);
  return data.target.map((_, row) => scorer.score(rowOf(data, row)));
};

const exclusiveOr = ([a, b]: readonly number[], chance: number): number =>
  (a! > 0.5 !== b! > 0.5) === chance > 0.1 ? 1 : 0;

describe("a fitted forest", () => {
  test("tells classes that features make only together, on rows that it never saw", () => {
    const fitted = fit(drawRows("classification", 1000, 6, exclusiveOr));
    const others = drawRows("classification", 1000, 6, exclusiveOr, 2);
    // One label in ten is wrong by chance, so 0.9 is the ceiling.
    expect(accuracy(scoresOf(fitted, others), others.target)).toBeGreaterThan(0.85);
  });

  test("follows a curve in a regression, on rows that it never saw", () => {
    const curve = ([a, b]: readonly number[], chance: number) =>
      1e6 + 100 * (a! - 0.5) ** 2 + 20 * b! + chance;
    const options = { maxFeatures: "all" } as const;
    const fitted = fit(drawRows("regression", 1000, 3, curve), options);
    const others = drawRows("regression", 1000, 3, curve, 2);
    const mean = others.target.reduce((a, b) => a + b) / 1000;
    const squares = (values: (row: number) => number) =>
      others.target.reduce((sum, y, row) => sum + (y - values(row)) ** 2, 0);
    const scores = scoresOf(fitted, others);
    expect(1 - squares((row) => scores[row]!) / squares(() => mean)).toBeGreaterThan(0.97);
  });

  test("is the same bit by bit for a seed, and another one for another", () => {
    const data = drawRows("classification", 300, 5, exclusiveOr);
    const text = (seed: number) => JSON.stringify(forestJson(fit(data, { seed }).forest));
    expect(text(1)).toBe(text(1));
    expect(text(2)).not.toBe(text(1));
    expect(fit(data).gain).toEqual(fit(data).gain);
  });

  test("does not change with trees that come after", () => {
    const data = drawRows("classification", 300, 5, exclusiveOr);
    const [few, more] = [fit(data, { trees: 3 }).forest, fit(data, { trees: 5 }).forest];
    const nodes = few.feature.length;
    expect([...more.trees.subarray(0, 3)]).toEqual([...few.trees]);
    expect(more.feature.subarray(0, nodes)).toEqual(few.feature);
  });

  test("is whole, survives its JSON and then scores the same", () => {
    const some = drawRows("classification", 300, 5, exclusiveOr);
    const columns = some.columns.map((column, at) =>
      column.map((value, row) => ((row + at) % 7 === 0 ? NaN : value)),
    );
    const data = { ...some, columns };
    const { forest } = fit(data);
    const again = parseForest(JSON.parse(JSON.stringify(forestJson(forest))));
    expect(again).toEqual(forest);
    const [before, after] = [forestScorer(forest), forestScorer(again)];
    for (let row = 0; row < 300; row++)
      expect(after.score(rowOf(data, row))).toBe(before.score(rowOf(data, row)));
  });

  test("takes a tree from as many draws as the sample says", () => {
    const data = drawRows("classification", 200, 2, exclusiveOr);
    const { forest } = fit(data, { sample: 0.3, trees: 4, maxDepth: 0 });
    expect([...forest.cover]).toEqual([60, 60, 60, 60]);
    expect([...forest.trees]).toEqual([1, 1, 1, 1]);
  });

  test("is no deeper than it may be", () => {
    const data = drawRows("classification", 500, 4, exclusiveOr);
    expect(Math.max(...fit(data, { maxDepth: 3 }).forest.trees)).toBe(15);
  });

  test("learns what a missing value means", () => {
    const data = drawRows("classification", 400, 2, ([a]) => (a! < 0.3 ? 1 : 0));
    const columns = [data.columns[0]!.map((x) => (x < 0.3 ? NaN : x)), data.columns[1]!];
    const scorer = forestScorer(fit({ ...data, columns }, { maxFeatures: "all" }).forest);
    expect(scorer.score(Float64Array.of(NaN, 0.5))).toBe(1);
    expect(scorer.score(Float64Array.of(0.4, 0.5))).toBe(0);
    expect(scorer.score(Float64Array.of(0.9, NaN))).toBe(0);
  });

  test("gives the importance to the features that it splits by", () => {
    const { gain } = fit(drawRows("classification", 800, 4, exclusiveOr), { maxFeatures: "all" });
    expect(gain.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.min(gain[0]!, gain[1]!)).toBeGreaterThan(2 * Math.max(gain[2]!, gain[3]!));
    const constant = drawRows("classification", 50, 2, () => 1);
    expect([...fit(constant).gain]).toEqual([0, 0]);
  });
});

describe("weights of classes", () => {
  const rare = drawRows("classification", 1000, 3, ([a], chance) => (chance < a! * 0.2 ? 1 : 0));
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;

  test("that balance them make the rare one as frequent as the other", () => {
    const shallow = { maxDepth: 0, trees: 200 };
    expect(mean(rare.target)).toBeLessThan(0.15);
    expect(mean(scoresOf(fit(rare, shallow), rare))).toBeCloseTo(mean(rare.target), 2);
    const balanced = fit(rare, { ...shallow, classWeights: "balanced" });
    expect(mean(scoresOf(balanced, rare))).toBeCloseTo(0.5, 1);
  });
});

describe("a forest is refused", () => {
  const data = drawRows("classification", 20, 2, exclusiveOr);

  test("beyond its limit of values, with the limit and what to do", () => {
    const fitWithin = (cells: number) => () => fitForest(data, OPTIONS, { cells, nodes: 10_000 });
    expect(fitWithin(39)).toThrow(ForestTooLarge);
    expect(fitWithin(39)).toThrow(/20 rows of 2 features.*39 values: sample the rows/);
    expect(fitWithin(40)).not.toThrow();
  });

  test("beyond its limit of nodes, with the limit and what to do", () => {
    const fitWithin = (nodes: number) => () => fitForest(data, OPTIONS, { cells: 40, nodes });
    expect(fitWithin(20)).toThrow(ForestTooLarge);
    expect(fitWithin(20)).toThrow(/of 30 trees.*20 nodes: raise minLeaf/);
    const nodes = fit(data).forest.feature.length;
    expect(fitWithin(nodes - 1)).toThrow(ForestTooLarge);
    expect(fitWithin(nodes)).not.toThrow();
  });

  test.each<[string, Partial<TreeRows>, Partial<ForestOptions>]>([
    ["no feature", { columns: [] }, {}],
    ["no row", { columns: [new Float64Array(0)], target: new Float64Array(0) }, {}],
    ["a column that is too short", { columns: [new Float64Array(19)] }, {}],
    ["a third class", { target: data.target.map((y) => 2 * y) }, {}],
    ["a missing target", { task: "regression", target: data.target.map(() => NaN) }, {}],
    ["an infinite value", { columns: [data.target.map(() => Infinity)] }, {}],
    ["classes to balance in a regression", { task: "regression" }, { classWeights: "balanced" }],
    ["no tree", {}, { trees: 0 }],
    ["leaves without rows", {}, { minLeaf: 0 }],
    ["an empty sample", {}, { sample: 0 }],
    ["a sample of more than all", {}, { sample: 1.1 }],
    ["one bin", {}, { bins: 1 }],
    ["more bins than a byte tells apart from missing", {}, { bins: 256 }],
  ])("with %s", (_, wrong, options) => {
    expect(() => fit({ ...data, ...wrong }, options)).toThrow(RangeError);
  });
});

test.each([
  ["sqrt", 22, 4],
  ["sqrt", 1, 1],
  ["third", 22, 7],
  ["third", 2, 1],
  ["all", 22, 22],
  [5, 22, 5],
  [50, 22, 22],
] as const)("%s of the features is a split's choice among %i: %i", (rule, features, expected) =>
  expect(featuresPerSplit(rule, features)).toBe(expected),
);
