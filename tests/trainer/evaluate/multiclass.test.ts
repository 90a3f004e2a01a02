import { describe, expect, test } from "@jest/globals";
import type { Costs } from "@despliega/trainer/evaluate/class-answer.js";
import { metricOf, METRICS } from "@despliega/trainer/evaluate/metric.js";
import { evaluateMulticlass } from "@despliega/trainer/evaluate/multiclass.js";

import { testEngine } from "../support/engine.js";
import { makeScoredClasses, type ScoredRow } from "../support/scored-classes.js";
import { plainMetrics } from "./oracle.js";

const engine = await testEngine();

const NAMES = ["bird", "cat", "dog", "eel"];

const evaluate = async (rows: readonly ScoredRow[], classes = NAMES, costs?: Costs) =>
  evaluateMulticlass(engine, await makeScoredClasses(engine, rows), rows.length, {
    classes,
    costs,
  });

/** Rows with probabilities in eighths, so that many are equal. No row is an eel. */
const ROWS: readonly ScoredRow[] = Array.from({ length: 200 }, (_, i) => {
  const draw = (by: number) => ((i * by) % 61) % 5;
  const label = [0, 0, 1, 2, 2, 2][(i * 7) % 6]!;
  const weights = [0, 1, 2, 3].map((code) => draw(3 + 4 * code) + (code === label ? 3 : 0));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { label, probabilities: weights.map((weight) => weight / sum) };
});

/** The answer by a loop: the least expected cost, of equal ones the first. */
const plainAnswer = ({ probabilities }: ScoredRow, costs?: Costs): number => {
  const rate = (answer: number) =>
    costs === undefined
      ? -probabilities[answer]!
      : probabilities.reduce((sum, p, code) => sum + costs[code]![answer]! * p, 0);
  return probabilities.reduce((best, _, answer) => (rate(answer) < rate(best) ? answer : best), 0);
};

const COSTS: Costs = [
  [0, 1, 1, 9],
  [5, 0, 1, 1],
  [1, 2, 0, 1],
  [1, 1, 1, 0],
];

describe.each([
  ["largest", undefined],
  ["costs", COSTS],
])("answers by the policy %s", (policy, costs) => {
  test("are those of a loop, counted by class and answer", async () => {
    const found = await evaluate(ROWS, NAMES, costs);
    const confusion = NAMES.map((_, label) =>
      NAMES.map(
        (_name, answer) =>
          ROWS.filter((row) => row.label === label && plainAnswer(row, costs) === answer).length,
      ),
    );
    expect(found).toMatchObject({ policy, confusion, observations: 200 });
    expect(confusion.flat().filter((count) => count > 0).length).toBeGreaterThan(4);
  });

  test("give each class the metrics that it has against all others", async () => {
    const { classes, metrics } = await evaluate(ROWS, NAMES, costs);
    for (const [code, { metrics: found, observations }] of classes.slice(0, 3).entries()) {
      const of = ROWS.map(
        ({ label, probabilities }) =>
          [label === code ? 1 : 0, probabilities[code]!] as readonly [0 | 1, number],
      );
      for (const [metric, value] of Object.entries(plainMetrics(of)))
        expect(found[metric]).toBeCloseTo(value, 12);
      const answered = ROWS.filter((row) => plainAnswer(row, costs) === code);
      const right = answered.filter(({ label }) => label === code).length;
      expect(observations).toBe(ROWS.filter(({ label }) => label === code).length);
      expect(found["recall"]).toBeCloseTo(right / observations, 14);
      expect(found["precision"]).toBeCloseTo(right / answered.length, 14);
      expect(found["f1"]).toBeCloseTo((2 * right) / (observations + answered.length), 14);
    }
    const mean = (metric: string) =>
      classes.slice(0, 3).reduce((sum, { metrics: of }) => sum + of[metric]! / 3, 0);
    for (const metric of ["roc_auc", "gini", "ks", "pr_auc", "precision", "recall", "f1"])
      expect(metrics[metric]).toBeCloseTo(mean(metric), 12);
    expect(metrics["balanced_accuracy"]).toBeCloseTo(mean("recall"), 12);
  });
});

test("a class without observations has no metrics and no curves, and the others have both", async () => {
  const { classes } = await evaluate(ROWS);
  expect(classes.map(({ name, curves }) => [name, curves !== undefined])).toEqual([
    ["bird", true],
    ["cat", true],
    ["dog", true],
    ["eel", false],
  ]);
  expect(classes[3]).toEqual({ name: "eel", observations: 0, metrics: {} });
  const { roc, calibration } = classes[1]!.curves!;
  expect([roc[0], roc.at(-1)]).toEqual([
    { fpr: 0, tpr: 0 },
    { fpr: 1, tpr: 1 },
  ]);
  expect(calibration.reduce((sum, { observations }) => sum + observations, 0)).toBe(200);
});

test("the log-loss and the Brier score are those worked out by hand", async () => {
  const { metrics } = await evaluate(
    [
      { label: 0, probabilities: [0.5, 0.25, 0.25] },
      { label: 2, probabilities: [0, 1, 0] },
    ],
    NAMES.slice(0, 3),
  );
  expect(metrics["log_loss"]).toBeCloseTo((Math.LN2 + 15 * Math.LN10) / 2, 10);
  expect(metrics["brier"]).toBeCloseTo((0.25 + 2 * 0.0625 + 2) / 4, 14);
  expect(metrics["accuracy"]).toBe(0.5);
});

test("every metric of several classes is measured", async () => {
  const { metrics } = await evaluate(ROWS);
  const listed = Object.keys(METRICS).filter((name) => {
    const { task, twoClasses } = metricOf(name)!;
    return task === "classification" && !twoClasses;
  });
  expect(Object.keys(metrics).toSorted()).toEqual(listed.toSorted());
});
