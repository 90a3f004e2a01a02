import { describe, expect, test } from "@jest/globals";
import type { MulticlassReport } from "@despliega/trainer/report/report-data.js";

import { testEngine } from "../support/engine.js";
import { multiclassSample } from "./multiclass-sample.js";
import { headings, pictures, tableOf } from "./pictures.js";
import { multiclassPage } from "./report-page.js";

const engine = await testEngine();
const sample = await multiclassSample(engine);
const page = await multiclassPage(sample);

describe("the report of a classifier of several classes", () => {
  test("has a picture of its confusion matrix, of each class's curves and of its features", () => {
    expect(headings(page).slice(0, 6)).toEqual([
      "Metrics",
      "Answers",
      "Metrics by class",
      "ROC curves by class",
      "Precision and recall by class",
      "Calibration by class",
    ]);
    expect(pictures(page).map((name) => name.split(/[ ,]/, 2).join(" "))).toEqual([
      "Confusion matrix",
      "ROC curves",
      "Precision-recall curves",
      "Observed share",
      "Standardised coefficients",
      "Mean answer",
      "Distribution by",
    ]);
  });

  test("tells the mean answers of each class by feature", () => {
    expect(tableOf(page, "Mean answers by feature").slice(0, 2)).toEqual([
      ["age, Adelie", "10.0%", "35.0%"],
      ["age, Chinstrap", "20.0%", "45.0%"],
    ]);
  });

  test("needs no curves of a class without an observation", async () => {
    const [first, ...rest] = sample.evaluation.classes;
    const absent = { name: first!.name, observations: 0, metrics: {} };
    const evaluation = { ...sample.evaluation, classes: [absent, ...rest] };
    const report = await multiclassPage({ ...sample, evaluation });
    expect(pictures(report)).toHaveLength(7);
    expect(report).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("shows counts alone where a cell has no room for shares", async () => {
    const names = Array.from({ length: 10 }, (_, code) => `c${code}`);
    const [one] = sample.evaluation.classes;
    const many: MulticlassReport = {
      ...sample,
      shapes: [],
      dependence: [],
      evaluation: {
        ...sample.evaluation,
        classes: names.map((name) => ({ ...one!, name })),
        confusion: names.map((_, at) => names.map((__, to) => 100 * at + to)),
      },
    };
    const report = await multiclassPage(many);
    const [matrix] = /<svg role="img" aria-label="Confusion.*?<\/svg>/s.exec(report)!;
    for (const cell of ["0", "101", "909"]) expect(matrix.includes(`>${cell}</text>`)).toBe(true);
    expect(/%<\/text>/.test(matrix)).toBe(false);
  });
});
