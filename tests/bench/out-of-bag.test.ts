import { expect, test } from "@jest/globals";
import { forestScorer } from "@despliega/storage";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { drawBag } from "@despliega/trainer/estimators/forest/bag.js";
import { fitForest } from "@despliega/trainer/estimators/forest/forest.js";

import { outOfBagScores } from "../tools/bench/lib/out-of-bag.js";
import { accuracy, drawRows, OPTIONS, rowOf } from "../trainer/estimators/forest/data.js";

test("labels that are chance are learned by heart, and out of bag they are chance", () => {
  const data = drawRows("classification", 600, 4, (_, chance) => (chance < 0.5 ? 1 : 0));
  const { forest } = fitForest(data, OPTIONS);
  const scorer = forestScorer(forest);
  const inBag = data.target.map((_, row) => scorer.score(rowOf(data, row)));
  expect(accuracy(inBag, data.target)).toBeGreaterThan(0.98);
  const outOfBag = outOfBagScores(forest, data.columns, OPTIONS);
  expect(Math.abs(accuracy(outOfBag, data.target) - 0.5)).toBeLessThan(0.1);
});

test("a single tree scores the rows that it did not draw, missing values too", () => {
  const some = drawRows("classification", 200, 3, ([a]) => (a! < 0.4 ? 1 : 0));
  const columns = some.columns.map((column) =>
    column.map((value, row) => (row % 5 === 0 ? NaN : value)),
  );
  const data = { ...some, columns };
  const options = { ...OPTIONS, trees: 1, seed: 9 };
  const { forest } = fitForest(data, options);
  const bag = drawBag(200, 1, drawStream(9, 0));
  const scorer = forestScorer(forest);
  outOfBagScores(forest, columns, options).forEach((found, row) =>
    expect(found).toBe(bag[row]! > 0 ? NaN : scorer.score(rowOf(data, row))),
  );
});
