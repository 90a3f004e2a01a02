import { describe, expect, test } from "@jest/globals";
import { importancePlot } from "@despliega/trainer/report/charts/importance.js";
import { precisionRecallCurve } from "@despliega/trainer/report/charts/precision-recall.js";
import { searchProgress } from "@despliega/trainer/report/charts/search-progress.js";
import type { ClassificationEvaluation } from "@despliega/trainer/evaluate/evaluation.js";
import { svg } from "@despliega/trainer/report/svg.js";

import { importance, search } from "./choices.js";
import { english } from "./report-page.js";
import { sample } from "./sample.js";

describe("the words at the line of no skill", () => {
  const distance = (evaluation: ClassificationEvaluation): number => {
    const marks = JSON.stringify(precisionRecallCurve(evaluation, english.text.classification));
    return Number(/"text":"no skill"[^}]*"dy":(-?\d+)/.exec(marks)![1]);
  };

  test("stand beneath it, off the curve", () => {
    expect(distance(sample.evaluation)).toBeGreaterThan(0);
  });

  test("are above it where the axis is below", () => {
    const perfect = [{ recall: 0.5, precision: 1 }, ...sample.evaluation.precisionRecall];
    expect(distance({ ...sample.evaluation, precisionRecall: perfect })).toBeLessThan(0);
  });
});

test("the first and the last trial are not on the frame", () => {
  const spec = JSON.stringify(searchProgress(search, "Log-loss", english.text.choices.search));
  const [, first, last] = /"title":"Trial","scale":\{"domain":\[([^,]+),([^\]]+)\]/.exec(spec)!;
  expect(Number(first)).toBeLessThan(1);
  expect(Number(last)).toBeGreaterThan(60);
});

/** How far letters of 12 pixels reach above their line. */
const ASCENT = 9;

test("the line of no importance is drawn beside each bar, beneath the name of its row", async () => {
  const spec = importancePlot(importance.features, "Loss");
  const { markup } = await svg("chart", { name: "Importance", spec }, english);
  const numbers = (pattern: RegExp) => [...markup.matchAll(pattern)].map(([, y]) => Number(y));
  const names = new Set(
    importance.features.flatMap(({ feature }) =>
      numbers(new RegExp(`translate\\([^,]+,([^)]+)\\)"[^>]*>${feature}<`, "g")),
    ),
  );
  const lines = [
    ...markup.matchAll(/<line [^>]*translate\([^,]+,([^)]+)\)" x2="0" y2="([^"]+)"[^>]*dasharray/g),
  ].map(([, from, length]) =>
    [Number(from), Number(from) + Number(length)].toSorted((a, b) => a - b),
  );
  expect(lines).toHaveLength(3);
  for (const [from, to] of lines)
    for (const baseline of names) expect(from! >= baseline || to! <= baseline - ASCENT).toBe(true);
});
