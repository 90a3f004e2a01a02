import { expect, test } from "@jest/globals";
import { expectedArea } from "@despliega/trainer/monitor/performance/expected-area.js";
import { expectedFigures } from "@despliega/trainer/monitor/performance/expected-figures.js";
import type { JudgedForm } from "@despliega/trainer/monitor/performance/judged.js";
import fc from "fast-check";

import { randomOf } from "../../tools/numbers/lib/random.js";
import { spreadOf } from "../../tools/numbers/lib/spread.js";

const TWO: JudgedForm = {
  task: "classification",
  threshold: { value: 0.5, policy: "" },
  alarms: { falseAlarm: 1, miss: 3 },
};

/** The mean over every pair, as its definition says. */
const pairs = (p: readonly number[]): number => {
  let [won, all] = [0, 0];
  for (const one of p)
    for (const other of p) {
      const weight = one * (1 - other);
      all += weight;
      won += weight * (one > other ? 1 : Number(one === other) / 2);
    }
  return won / all;
};

test("the expected ROC-AUC is the mean over all pairs, ties and all", () => {
  const share = fc.integer({ min: 1, max: 19 }).map((n) => n / 20);
  fc.assert(
    fc.property(fc.array(share, { minLength: 2, maxLength: 40 }), (p) => {
      const { value } = expectedArea(Float64Array.from(p).sort());
      expect(value).toBeCloseTo(pairs(p), 12);
    }),
  );
});

test("its error is how far samples of answers are from each other", () => {
  const { uniform } = randomOf(3, 0);
  const found = Array.from({ length: 400 }, () =>
    expectedArea(Float64Array.from({ length: 300 }, () => uniform() ** 2).sort()),
  );
  const spread = spreadOf(found.map(({ value }) => value));
  const mean = found.reduce((sum, { deviation }) => sum + deviation, 0) / found.length;
  expect(mean / spread).toBeGreaterThan(0.88);
  expect(mean / spread).toBeLessThan(1.12);
});

test("figures of two classes are their means over what may happen", () => {
  const { roc_auc: area, ...figures } = expectedFigures([Float64Array.of(0.25, 0.75, 0.5)], TWO);
  const values = Object.fromEntries(Object.entries(figures).map(([of, { value }]) => [of, value]));
  const entropy = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  expect(area!.value).toBeCloseTo(pairs([0.25, 0.75, 0.5]), 12);
  expect(values["log_loss"]).toBeCloseTo((2 * entropy(0.25) + entropy(0.5)) / 3, 12);
  expect(values["brier"]).toBeCloseTo((2 * 0.1875 + 0.25) / 3, 12);
  expect(values["accuracy"]).toBeCloseTo(2 / 3, 12);
  expect(values["precision"]).toBeCloseTo(1.25 / 2, 12);
  expect(values["recall"]).toBeCloseTo(1.25 / 1.5, 12);
  expect(values["cost"]).toBeCloseTo((0.25 + 0.5 + 3 * 0.25) / 3, 12);
});

test("three classes are expected class by class, and answered by their costs", () => {
  const scores = [Float64Array.of(0.6, 0.2), Float64Array.of(0.3, 0.3), Float64Array.of(0.1, 0.5)];
  const form: JudgedForm = { task: "classification", classes: ["a", "b", "c"] };
  const { roc_auc: area, accuracy, cost } = expectedFigures(scores, form);
  const mean = scores.reduce((sum, p) => sum + pairs([...p]), 0) / 3;
  expect(area!.value).toBeCloseTo(mean, 12);
  expect(accuracy!.value).toBeCloseTo((0.6 + 0.5) / 2, 12);
  expect(cost).toBeUndefined();
  // A missed c costs so much that c is always the answer.
  const costs = [
    [0, 1, 1],
    [1, 0, 1],
    [99, 99, 0],
  ];
  const dear = expectedFigures(scores, { ...form, costs });
  expect(dear["accuracy"]!.value).toBeCloseTo((0.1 + 0.5) / 2, 12);
  expect(dear["cost"]!.value).toBeCloseTo((0.9 + 0.5) / 2, 12);
});

test("a regression promises the width of its interval, and nothing without one", () => {
  const interval: JudgedForm["interval"] = {
    level: 0.8,
    by: "factor",
    at: [1],
    lower: [0.5],
    upper: [2],
  };
  const answers = [Float64Array.of(10, 30)];
  const { half_width: width } = expectedFigures(answers, { task: "regression", interval });
  expect(width!.value).toBeCloseTo(15, 12);
  expect(expectedFigures(answers, { task: "regression" })).toEqual({});
});

test("no answers promise nothing, and answers that are all sure no order", () => {
  expect(expectedFigures([new Float64Array()], TWO)).toEqual({});
  expect(expectedFigures([Float64Array.of(0, 0)], TWO)["roc_auc"]).toBeUndefined();
});
