import { describe, expect, test } from "@jest/globals";
import type { ClassificationReport } from "@despliega/trainer/report/report-data.js";
import { pictures, tableOf } from "./pictures.js";
import { sample } from "./sample.js";
import { classifierPage } from "./report-page.js";

const page = await classifierPage(sample);

describe("the report of a classifier", () => {
  test("is the same bytes for the same data", async () => {
    expect(await classifierPage(structuredClone(sample))).toBe(page);
  });

  test("needs nothing from elsewhere and runs nothing", () => {
    const withoutNamespaces = page.replaceAll(/ xmlns(:xlink)?="[^"]*"/g, "");
    expect(withoutNamespaces).not.toMatch(/https?:|<script|<link|<img|@import|url\((?!#)|\son\w+=/);
    expect(Buffer.byteLength(page)).toBeLessThan(400_000);
  });

  test("has its pictures, each with a name that says what is on it", () => {
    expect(pictures(page).map((name) => name.split(/[ ,]/, 2).join(" "))).toEqual([
      "Confusion matrix",
      "ROC curve",
      "Precision-recall curve",
      "Calibration by",
      "Distribution of",
      "Standardised coefficients",
      "Distribution by",
    ]);
    expect(page.match(/<svg/g)).toHaveLength(7);
  });

  test("begins with the result in plain words", () => {
    const { tp, fp, fn } = sample.evaluation.confusion;
    const caught = Math.round((100 * tp) / (tp + fn));
    const right = Math.round((100 * tp) / (tp + fp));
    expect(page).toContain(
      `Of 100 loans that go bad, the model flags ${caught}; of 100 that it flags, ${right} (3–5) go bad.`,
    );
    expect(page).toContain("In parentheses are 95% intervals.");
  });

  test("says how its scores were calibrated, and shows how it was before", async () => {
    expect(page).toContain("The scores are not calibrated after the fit.");
    const { evaluation, certainty } = sample;
    const metrics = {
      ...evaluation.metrics,
      calibration_slope: 0.912,
      calibration_intercept: -0.02,
    };
    const intervals = {
      ...certainty.intervals,
      metrics: { calibration_slope: [0.8, 1.02] } as const,
    };
    const calibrated = await classifierPage({
      ...sample,
      calibration: "isotonic",
      certainty: { ...certainty, intervals },
      evaluation: { ...evaluation, metrics, uncalibrated: evaluation.calibration.slice(0, 3) },
    });
    expect(calibrated).toContain("The calibration slope is 0.9120 (0.8000 – 1.020): at 1");
    expect(calibrated).toContain("The calibration intercept is −0.02000: at 0");
    expect(calibrated).toContain(
      "(isotonic regression). Hollow dots are the tenths before calibration.",
    );
  });

  test("says so when nothing reaches the threshold", async () => {
    const { observations, positives } = sample.evaluation;
    const confusion = { tp: 0, fp: 0, tn: observations - positives, fn: positives };
    const threshold = { value: 0.9, policy: "fixed" };
    expect(
      await classifierPage({
        ...sample,
        evaluation: { ...sample.evaluation, confusion, threshold },
      }),
    ).toContain("The model flags none of the loans: no score reaches 0.9.");
  });

  test("tells what is missing, constant and repeated, and why rows were rejected", () => {
    expect(page).toContain(
      "In historical_loans.csv, 3 rows repeat an earlier row in every column.",
    );
    expect(
      tableOf(page, "Columns of the inputs").map(([name, , ...rest]) => [name, ...rest]),
    ).toEqual([
      ["id", "whole number", "0", "1 – 99,999", ""],
      ["country", "text", "250 (25.0%)", "", "always the same"],
      ["day", "date", "0", "2016-01-04 – 2021-12-31", ""],
      ["mass", "whole number", "0", "2,000 – 6,300", ""],
      ["since", "whole number", "0", "1982 – 2016", ""],
      ["spare", "number", "1,000 (100%)", "", "no value at all"],
    ]);
    expect(tableOf(page, "Reasons, most first")).toEqual([
      ["not a whole number", "age", "historical_loans.csv", "7"],
      ["too few fields", "", "historical_loans.csv", "5"],
    ]);
  });

  test("warns where figures rest on few cases, and only there", async () => {
    expect(page).not.toContain('class="warning"');
    const certainty = { ...sample.certainty, cases: { precision: 4, recall: 31, accuracy: 50 } };
    expect(await classifierPage({ ...sample, certainty })).toMatch(
      /<p class="warning">Few cases: [^<]*: Precision \(4\), Recall \(31\)\.<\/p>/,
    );
  });

  test("links every section from the top", () => {
    const targets = [...page.matchAll(/<a href="#([^"]*)"/g)].map(([, id]) => id);
    const sections = [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(targets).toEqual(sections);
    expect(new Set(sections).size).toBe(14);
  });

  test("escapes the words of a model, also in the names and labels of its pictures", async () => {
    const hostile = `<script>"&'`;
    const escaped = await classifierPage({
      ...sample,
      question: hostile,
      words: { observations: hostile, positive: hostile, negative: hostile },
      coefficients: [{ feature: hostile, estimate: 1, standardError: 0.1 }],
      parameters: { [hostile]: hostile },
    });
    expect(escaped).not.toContain("<script");
    expect(pictures(escaped)).toHaveLength(7);
  });

  test("writes a feature in the range of years without a separator", async () => {
    const feature = { name: "released", description: "Year", missing: 0, mean: 2003.4 };
    const features = [
      { ...feature, range: [1982, 2016] as const },
      { ...feature, range: [0, 2016] as const },
      { ...feature, range: [1982.5, 2016] as const },
    ];
    const rows = tableOf(await classifierPage({ ...sample, features }), "Features of");
    expect(rows.map(([, , mean, range]) => [mean, range])).toEqual([
      ["2003", "1982 – 2016"],
      ["2,003", "0 – 2,016"],
      ["2,003", "1,983 – 2,016"],
    ]);
  });

  test("leaves the ranges out when they are not given", async () => {
    const features = sample.features.map(({ range: _range, ...feature }) => feature);
    const guarded = await classifierPage({ ...sample, features, isSensitive: true });
    expect(page).toContain(">Range</th>");
    expect(guarded).not.toContain(">Range</th>");
    expect(guarded).not.toContain("12,346");
  });
});

describe("degenerate data", () => {
  const { evaluation } = sample;
  const nothing = {
    bin: 1,
    predicted: NaN,
    observed: NaN,
    lower: NaN,
    upper: NaN,
    observations: 0,
  };
  const certain = { bin: 2, predicted: 0, observed: 0, lower: 0, upper: 0, observations: 5 };
  const cases: Readonly<Record<string, Partial<ClassificationReport>>> = {
    "no positives": {
      evaluation: {
        ...evaluation,
        positives: 0,
        metrics: { roc_auc: NaN },
        roc: [],
        precisionRecall: [],
        distribution: evaluation.distribution.filter((bin) => bin.class === 0),
        confusion: { tp: 0, fp: 0, tn: evaluation.observations, fn: 0 },
      },
    },
    "empty bins and bins of one class": {
      evaluation: { ...evaluation, calibration: [nothing, certain] },
    },
    "no bins at all": { evaluation: { ...evaluation, calibration: [], distribution: [] } },
    "scores of exactly 0 and 1": {
      evaluation: {
        ...evaluation,
        threshold: { value: 1, policy: "certain" },
        distribution: [
          { from: 0, to: 0.5, class: 0, share: 1 },
          { from: 0.5, to: 1, class: 1, share: 1 },
        ],
      },
    },
    "zero standard errors": {
      coefficients: (sample.coefficients ?? []).map(({ feature }) => ({
        feature,
        estimate: 0,
        standardError: 0,
      })),
    },
    "no coefficients": { coefficients: [] },
    "nothing observed": {
      evaluation: {
        ...evaluation,
        observations: 0,
        positives: 0,
        metrics: {},
        roc: [],
        precisionRecall: [],
        calibration: [],
        distribution: [],
        confusion: { tp: 0, fp: 0, tn: 0, fn: 0 },
      },
    },
  };

  test.each(Object.entries(cases))("%s still give a whole report", async (_, change) => {
    const report = await classifierPage({ ...sample, ...change });
    expect(pictures(report)).toHaveLength(7);
    expect(report).not.toMatch(/NaN|Infinity|undefined/);
  });
});
