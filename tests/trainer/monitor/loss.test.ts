import { expect, test } from "@jest/globals";
import type { Figure } from "@despliega/storage";
import { answersNeeded } from "@despliega/trainer/monitor/performance/answers-needed.js";
import { lossOf, type LossQuestion } from "@despliega/trainer/monitor/performance/loss.js";
import { referenceFigure } from "@despliega/trainer/monitor/performance/reference-figure.js";

const AREA = { metric: "roc_auc", sought: 0.03, relative: false, tolerated: 0.01 };
const DISTANCE = { metric: "mae", sought: 0.1, relative: true, tolerated: 0.033 };

const figure = (value: number, deviation?: number): Figure =>
  deviation === undefined ? { value } : { value, deviation };

const asked = (before: Figure, now: Figure, more: Partial<LossQuestion> = {}): LossQuestion => ({
  ...AREA,
  reference: { figure: before, answers: 20_000 },
  now: { figure: now, answers: 5_000 },
  ...more,
});

test.each([
  ["as good", figure(0.75, 0.002), figure(0.749, 0.008), "passes"],
  ["better", figure(0.75, 0.002), figure(0.79, 0.008), "passes"],
  ["worse by what is tolerated", figure(0.75, 0.002), figure(0.7405, 0.003), "passes"],
  ["worse, and chance does not do that", figure(0.75, 0.002), figure(0.72, 0.008), "lost"],
  ["worse, and chance may do that", figure(0.75, 0.002), figure(0.735, 0.0085), "cannot tell"],
  ["as good on too few answers", figure(0.75, 0.002), figure(0.75, 0.02), "not enough"],
  ["a little worse on too few answers", figure(0.75, 0.002), figure(0.7, 0.02), "not enough"],
  ["far worse on too few answers", figure(0.75, 0.002), figure(0.6, 0.02), "lost"],
  ["as good as an uncertain reference", figure(0.75, 0.02), figure(0.75, 0.001), "not enough"],
  ["without an error", figure(0.75, 0.002), figure(0.7), "not enough"],
  ["against a reference without an error", figure(0.75), figure(0.7, 0.001), "not enough"],
] as const)("a ROC-AUC that is %s: %s and %s give %s", (_, before, now, verdict) => {
  expect(lossOf(asked(before, now)).verdict).toBe(verdict);
});

test.each([
  [199, "not enough"],
  [200, "lost"],
] as const)("on %i answers that seem far worse the word is %s", (answers, verdict) => {
  const now = { figure: figure(0.57, 0.03), answers };
  expect(lossOf(asked(figure(0.81, 0.002), now.figure, { now })).verdict).toBe(verdict);
});

test("a loss of a regression is a share of the reference, whose error counts", () => {
  const loss = lossOf(asked(figure(200, 2), figure(240, 3), DISTANCE));
  expect(loss.lost.value).toBeCloseTo(0.2, 12);
  // Of a ratio of two independent figures.
  expect(loss.lost.deviation).toBeCloseTo(1.2 * Math.hypot(3 / 240, 2 / 200), 12);
  expect(loss.verdict).toBe("lost");
});

test("so many answers as are needed are enough, and one in a hundred fewer are not", () => {
  const [one, own] = [4, 0.004];
  const needed = answersNeeded(one, AREA.sought, own)!;
  const at = (answers: number) =>
    lossOf(asked(figure(0.75, own), figure(0.75, Math.sqrt(one / answers))));
  expect(at(needed)).toMatchObject({ verdict: "passes" });
  expect(at(0.99 * needed)).toMatchObject({ verdict: "not enough" });
});

test("what is needed follows from the answers, or from the reference where they tell nothing", () => {
  const seen = lossOf(asked(figure(0.75, 0.004), figure(0.75, 0.02))).needed;
  expect(seen).toBe(answersNeeded(0.02 ** 2 * 5_000, 0.03, 0.004));
  const unseen = lossOf(asked(figure(0.75, 0.004), figure(0.75))).needed;
  expect(unseen).toBe(answersNeeded(0.004 ** 2 * 20_000, 0.03, 0.004));
  expect(lossOf(asked(figure(0.75, 0.05), figure(0.75, 0.001))).needed).toBeNull();
});

test("the error of a reference is that of its interval", () => {
  const half = 0.4;
  const end = (way: number) => 1 / (1 + Math.exp(-(Math.log(0.9 / 0.1) + way * half)));
  const manifest = {
    metrics: { roc_auc: 0.9, mae: 5, brier: 0.1 },
    intervals: { level: 0.95, metrics: { roc_auc: [end(-1), end(1)], mae: [4, 6] } as const },
  };
  expect(referenceFigure(manifest, "roc_auc")!.deviation).toBeCloseTo((0.4 / 1.959964) * 0.09, 7);
  expect(referenceFigure(manifest, "mae")!.deviation).toBeCloseTo(1 / 1.959964, 7);
  expect(referenceFigure(manifest, "brier")).toEqual({ value: 0.1 });
  expect(referenceFigure(manifest, "rmse")).toBeUndefined();
});
