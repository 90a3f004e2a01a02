import { describe, expect, test } from "@jest/globals";
import type { RegressionReport } from "@despliega/trainer/report/report-data.js";

import { testEngine } from "../support/engine.js";
import { headings, pictures, tableOf } from "./pictures.js";
import { plainRegressionSample, regressionSample } from "./regression-sample.js";
import { regressionPage } from "./report-page.js";

const engine = await testEngine();
const sample = await regressionSample(engine);
const plain = await plainRegressionSample(engine);
const page = await regressionPage(sample);
const plainPage = await regressionPage(plain);

describe("the report of a regression", () => {
  test("is the same bytes for the same data", async () => {
    expect(await regressionPage(structuredClone(sample))).toBe(page);
  });

  test("needs nothing from elsewhere and runs nothing", () => {
    const withoutNamespaces = page.replaceAll(/ xmlns(:xlink)?="[^"]*"/g, "");
    expect(withoutNamespaces).not.toMatch(/https?:|<script|<link|<img|@import|url\((?!#)|\son\w+=/);
    expect(Buffer.byteLength(page)).toBeLessThan(400_000);
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("has every section, each linked from the top", () => {
    expect(headings(page)).toEqual([
      "Metrics",
      "Predicted and actual",
      "Residuals",
      "Prediction interval",
      "Choice of the estimator",
      "Parameter search",
      "Searched parameters",
      "Coefficients",
      "Importance",
      "Features and worldwide gross",
      "Features",
      "Data quality",
      "Training and test",
      "Promotion checks",
      "Parameters",
    ]);
    const targets = [...page.matchAll(/<a href="#([^"]*)"/g)].map(([, id]) => id);
    const sections = [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(targets).toEqual(sections);
  });

  test("begins with the result in plain words", () => {
    const { metrics, interval } = sample.evaluation;
    const millions = Math.round(metrics["mae"]! / 1e5) / 10;
    expect(page).toContain(
      `In the test set an answer is off by ${millions.toFixed(1).replace(".", ",")}00,000 (31,000,000–36,000,000) US dollars on average`,
    );
    expect(page).toContain(
      `About 90% of the films should be inside the interval of their answer; ${(100 * interval!.inside).toFixed(1)}% are.`,
    );
  });

  test("says so when the answers explain nothing", async () => {
    const { evaluation } = sample;
    const worse = { ...evaluation, metrics: { ...evaluation.metrics, r2: -0.2, log_r2: 0.5 } };
    expect(await regressionPage({ ...sample, evaluation: worse })).toContain(
      "It explains none of the variation of the worldwide gross, and 50.0% of that of its logarithm.",
    );
  });

  test("sets every metric against the mean as the answer to everything", () => {
    const rows = tableOf(page, "Metrics of the test set");
    expect(rows.map(([label]) => label)).toEqual([
      "R²",
      "MAE",
      "RMSE",
      "Bias",
      "MAPE",
      "R² of the logarithm",
      "MAE of the logarithm",
      "RMSE of the logarithm",
    ]);
    for (const [, value, _interval, guess, meaning] of rows)
      for (const cell of [value, guess, meaning]) expect(cell).toMatch(/\S/);
  });

  test("shows the interval of a metric that has one", () => {
    const intervals = tableOf(page, "Metrics of the test set").map((cells) => cells[2]);
    expect(intervals.slice(0, 3)).toEqual(["", "31,000,000 – 36,000,000", ""]);
  });

  test("aligns every column of tenths to the right", () => {
    const kinds = [...page.matchAll(/<th scope="col" class="([^"]*)">Tenth</g)].map(
      ([, kind]) => kind,
    );
    expect(kinds).toEqual(["numeric", "numeric"]);
  });

  test("has the interval at the middle answer of each tenth", () => {
    const rows = tableOf(page, "The interval at the middle answer");
    const number = (cell: string | undefined) => Number(cell!.replaceAll(",", ""));
    expect(rows).toHaveLength(10);
    for (const [, answer, from, to] of rows) {
      expect(number(from) / number(answer)).toBeCloseTo(0.37, 2);
      expect(number(to) / number(answer)).toBeCloseTo(2.69, 1);
    }
  });

  test("has no word of dates for a model without time", () => {
    expect(page).not.toMatch(/As of|period|Period|older observations/);
    expect(tableOf(page, "Sets")).toEqual([
      ["Training", "6,000"],
      ["Test", "1,500"],
    ]);
  });

  test("has its dates where the model has time", () => {
    expect(plainPage).toMatch(/<dt>As of<\/dt>\s*<dd>2022-01-01<\/dd>/);
    expect(tableOf(plainPage, "Periods")).toEqual([
      ["Training", "2016-01-04", "2020-11-30", "6,000"],
      ["Test", "2020-12-01", "2021-12-31", "1,500"],
    ]);
  });

  test("speaks of differences where the model adds up on the target's own scale", () => {
    expect(plainPage).toContain("Actual less predicted (degrees)");
    expect(plainPage).not.toMatch(/logarithm|>Factor</);
    expect(page).toContain(">Factor</th>");
  });

  test("leaves out what was not measured", async () => {
    const { coefficients: _, evaluation, ...rest } = plain;
    const { interval: __, ...measured } = evaluation;
    const bare = await regressionPage({ ...rest, evaluation: measured });
    expect(headings(bare)).toEqual([
      "Metrics",
      "Predicted and actual",
      "Residuals",
      "Features and temperature",
      "Features",
      "Data quality",
      "Training and test",
      "Promotion checks",
      "Parameters",
    ]);
    expect(bare).not.toMatch(/NaN|Infinity|undefined/);
  });

  test("escapes the words of a model, also in the names and labels of its pictures", async () => {
    const hostile = `<script>"&'`;
    const escaped = await regressionPage({
      ...sample,
      question: hostile,
      words: { observations: hostile, target: hostile, unit: hostile },
    });
    expect(escaped).not.toContain("<script");
    expect(pictures(escaped)).toHaveLength(pictures(page).length);
  });
});

describe("degenerate data", () => {
  const { evaluation } = sample;
  const [band] = evaluation.residuals;
  const still = { p5: 1, p25: 1, p50: 1, p75: 1, p95: 1 };
  const cases: Readonly<Record<string, Partial<RegressionReport>>> = {
    "no bins": { evaluation: { ...evaluation, residuals: [], deciles: [] } },
    "one square": {
      evaluation: {
        ...evaluation,
        density: { edges: [5, 6], cells: [{ predicted: 0, actual: 0, observations: 1 }] },
      },
    },
    "answers that are all equal and right": {
      evaluation: {
        ...evaluation,
        axis: "linear",
        residuals: [{ ...band!, ...still, p50: 0, p5: 0, p25: 0, p75: 0, p95: 0 }],
      },
    },
    "a band without width": { evaluation: { ...evaluation, residuals: [{ ...band!, ...still }] } },
    "no metric": { evaluation: { ...evaluation, metrics: {}, baseline: {} } },
  };

  test.each(Object.entries(cases))("%s still give a whole report", async (_, change) => {
    const report = await regressionPage({ ...sample, ...change });
    expect(pictures(report)).toHaveLength(pictures(page).length);
    expect(report).not.toMatch(/NaN|Infinity|undefined/);
  });
});
