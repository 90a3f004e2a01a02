import { describe, expect, test } from "@jest/globals";
import { precisionRecallCurve } from "@despliega/trainer/report/charts/precision-recall.js";
import { searchProgress } from "@despliega/trainer/report/charts/search-progress.js";
import type { ClassificationEvaluation } from "@despliega/trainer/report/report-data.js";

import { search } from "./choices.js";
import { sample } from "./sample.js";

describe("the words at the line of no skill", () => {
  const distance = (evaluation: ClassificationEvaluation): number => {
    const marks = JSON.stringify(precisionRecallCurve(evaluation));
    return Number(/"text":"no skill"[^}]*"dy":(-?\d+)/.exec(marks)![1]);
  };

  test("stand beneath it, off the curve", () => {
    expect(distance(sample.evaluation)).toBeGreaterThan(0);
  });

  test("stand above it where beneath there is the axis", () => {
    const perfect = [{ recall: 0.5, precision: 1 }, ...sample.evaluation.precisionRecall];
    expect(distance({ ...sample.evaluation, precisionRecall: perfect })).toBeLessThan(0);
  });
});

test("the first and the last trial do not lie on the frame", () => {
  const spec = JSON.stringify(searchProgress(search, "Log-loss"));
  const [, first, last] = /"title":"Trial","scale":\{"domain":\[([^,]+),([^\]]+)\]/.exec(spec)!;
  expect(Number(first)).toBeLessThan(1);
  expect(Number(last)).toBeGreaterThan(60);
});
