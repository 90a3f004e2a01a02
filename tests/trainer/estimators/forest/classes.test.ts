import { describe, expect, test } from "@jest/globals";
import { forestJson, forestScorer, parseForest } from "@despliega/storage";
import { fitForest } from "@despliega/trainer/estimators/forest/forest.js";
import { growTrees } from "@despliega/trainer/estimators/forest/grow.js";
import type { ForestOptions } from "@despliega/trainer/estimators/forest/options.js";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { binFeature, binValues } from "@despliega/trainer/estimators/trees/bins.js";
import type { TreeRows } from "@despliega/trainer/estimators/trees/check.js";
import fc from "fast-check";

import { drawRows, OPTIONS, rowOf } from "./data.js";

const NAMES = [0, 1, 2, 3, 4];

interface Given {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Default 1. */
  readonly outputs?: number;
  readonly minLeaf?: number;
  /** Whether the values have an order. Default: they have none. */
  readonly ordered?: boolean;
}

/** One split of rows of one category, each of which was drawn once. */
const splitOf = ({ x, y, outputs = 1, minLeaf = 1, ordered = false }: Given) => {
  const gains = new Float64Array(1);
  const column = Float64Array.from(x);
  const grow = growTrees({
    features: [
      { ...(ordered ? binFeature(column, 255) : binValues(column, NAMES)), unordered: !ordered },
    ],
    target: Float64Array.from(y),
    outputs,
    weights: new Float64Array(y.length).fill(1),
    maxDepth: 1,
    minLeaf,
    featuresPerSplit: 1,
  });
  const tree = grow(
    Uint16Array.from(y, () => 1),
    drawStream(1, 0),
    gains,
  );
  return { ...tree, gain: gains[0]! };
};

/** The sum of squared distances from the mean, or of classes the Gini impurity times the rows. */
const impurity = (y: readonly number[], outputs: number): number => {
  if (outputs > 1)
    return [...Array(outputs).keys()].reduce((sum, k) => {
      const share = y.filter((label) => label === k).length / y.length;
      return sum + y.length * share * (1 - share);
    }, 0);
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  return y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
};

/** What the best of some divisions of the values gains, with missing values on either side. */
const bestGain = (
  { x, y, outputs = 1, minLeaf = 1 }: Given,
  sets: readonly (readonly number[])[],
): number => {
  const gains = sets.flatMap((set) =>
    [true, false].map((lost) => {
      const left = (value: number) => (Number.isNaN(value) ? lost : set.includes(value));
      const [a, b] = [true, false].map((side) => y.filter((_, row) => left(x[row]!) === side));
      if (Math.min(a!.length, b!.length) < minLeaf) return 0;
      return impurity(y, outputs) - impurity(a!, outputs) - impurity(b!, outputs);
    }),
  );
  return Math.max(0, ...gains);
};

const SETS = Array.from({ length: 32 }, (_, bits) =>
  NAMES.filter((_name, i) => ((bits >> i) & 1) === 1),
);
const PREFIXES = NAMES.map((name) => NAMES.slice(0, name + 1));
const value = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...NAMES) }, fc.constant(NaN));
const rows = (most: number) =>
  fc
    .array(fc.tuple(value, fc.integer({ min: 0, max: most })), { minLength: 3, maxLength: 30 })
    .map((pairs) => ({ x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) }));
const minLeaf = fc.integer({ min: 1, max: 4 });

describe("a split gains as much as the best of all", () => {
  test.each([
    ["two classes", 1],
    ["numbers", 20],
  ])("sets of names, for %s", (_, most) => {
    fc.assert(
      fc.property(rows(most), (given) => {
        expect(splitOf(given).gain).toBeCloseTo(bestGain(given, SETS), 8);
      }),
    );
  });

  test("thresholds, for three classes", () => {
    fc.assert(
      fc.property(rows(2), minLeaf, (drawn, least) => {
        const given = { ...drawn, outputs: 3, minLeaf: least };
        expect(splitOf({ ...given, ordered: true }).gain).toBeCloseTo(bestGain(given, PREFIXES), 8);
      }),
    );
  });
});

test("a set parts the names of one class from those of two others, and names that it lacks go with the more", () => {
  const x = [0, 0, 1, 1, 1, 3, 3, 0, 1];
  const y = x.map((name, row) => (name === 1 ? 2 : row % 2));
  const { sets, threshold, missingRight, value: shares } = splitOf({ x, y, outputs: 3 });
  expect([...threshold]).toEqual([NaN]);
  // Five rows are of the names 0 and 3, which go left; 2 and 4 have no rows.
  expect(sets).toEqual([[0, 2, 3, 4]]);
  expect([...missingRight]).toEqual([0]);
  expect([...shares]).toEqual([expect.closeTo(0.4), expect.closeTo(0.6), 0, 0, 0, 1]);
});

/** Three classes along the first feature, of which the second feature, a category, exchanges two. */
const three = ([a, b]: readonly number[], chance: number): number => {
  if (chance < 0.1) return Math.floor(chance * 30);
  return (Math.floor(a! * 3) + (Math.floor(b! * 5) % 2)) % 3;
};

const draw = (count: number, seed = 1): TreeRows => {
  const drawn = drawRows("classification", count, 3, three, seed);
  const [first, second, third] = drawn.columns;
  const columns = [first!, second!.map((x) => Math.floor(x * 5)), third!];
  const uses = columns.map((_, i) => ({ categories: i === 1 ? NAMES : undefined }));
  return { ...drawn, classes: 3, columns, uses };
};

const answersOf = (forest: Parameters<typeof forestScorer>[0], data: TreeRows): number[][] => {
  const scorer = forestScorer(forest);
  const into = new Float64Array(3);
  return Array.from(data.target, (_, row) => {
    scorer.scores(rowOf(data, row), into);
    return [...into];
  });
};

const accuracy = (answers: readonly (readonly number[])[], target: Float64Array): number =>
  answers.filter((shares, row) => shares.indexOf(Math.max(...shares)) === target[row]).length /
  target.length;

const fit = (data: TreeRows, options: Partial<ForestOptions> = {}) =>
  fitForest(data, { ...OPTIONS, ...options });

test("three classes are told on rows that were never seen, by shares that add up to 1", () => {
  const { forest } = fit(draw(900), { maxFeatures: "all", minLeaf: 3 });
  const others = draw(600, 2);
  const again = parseForest(JSON.parse(JSON.stringify(forestJson(forest))));
  expect(again).toEqual(forest);
  const answers = answersOf(again, others);
  for (const shares of answers) expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  // About one label in fifteen is wrong by chance.
  expect(accuracy(answers, others.target)).toBeGreaterThan(0.85);
});

test("classes that are balanced have equal shares over all rows", () => {
  const drawn = draw(900);
  const rare = { ...drawn, target: drawn.target.map((y, row) => (row % 9 === 0 ? y : 0)) };
  const { forest } = fit(rare, { classWeights: "balanced", maxDepth: 0, trees: 200 });
  for (const share of answersOf(forest, rare)[0]!) expect(share).toBeCloseTo(1 / 3, 1);
});
