import { expect, test } from "@jest/globals";
import { permutationImportance } from "@despliega/trainer/learn/permutation.js";

import { scorerBy } from "../support/scorer.js";
import { drawRows } from "./estimators/forest/data.js";

const rows = {
  ...drawRows("regression", 400, 3, ([a, b]) => 3 * a! + b!),
  metric: (scores: Float64Array, target: Float64Array) =>
    -scores.reduce((sum, score, row) => sum + (score - target[row]!) ** 2, 0) / scores.length,
};
const scorer = scorerBy((row) => 3 * row[0]! + row[1]!);
const options = { repeats: 4, seed: 1 };

test("a feature is as important as the metric is worse without it, and not at all when it is unused", () => {
  const [a, b, c] = permutationImportance(scorer, rows, options);
  // Two draws of a uniform variable differ by 1/6 in the mean of squares.
  expect(a!.mean).toBeCloseTo(9 / 6, 0);
  expect(b!.mean).toBeCloseTo(1 / 6, 1);
  expect(a!.standardDeviation).toBeGreaterThan(0);
  expect(c).toEqual({ mean: 0, standardDeviation: 0 });
});

test("importance is the same for a seed, and changes a little with another", () => {
  const first = permutationImportance(scorer, rows, options);
  expect(permutationImportance(scorer, rows, options)).toEqual(first);
  expect(permutationImportance(scorer, rows, { ...options, seed: 2 })).not.toEqual(first);
});

test("one repetition has no deviation", () => {
  const [a] = permutationImportance(scorer, rows, { repeats: 1, seed: 1 });
  expect(a!.standardDeviation).toBe(0);
});

test("the rows are left as they were", () => {
  const before = rows.columns.map((column) => column.slice());
  permutationImportance(scorer, rows, options);
  expect(rows.columns).toEqual(before);
});
