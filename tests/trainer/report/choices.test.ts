import { describe, expect, test } from "@jest/globals";
import { bestSoFar } from "@despliega/trainer/report/charts/search-progress.js";
import type { ClassificationReport } from "@despliega/trainer/report/report-data.js";
import type { Search } from "@despliega/trainer/learn/search/trials.js";

import { importance, scorecard, search, selection } from "./choices.js";
import { headings, pictures, tableOf } from "./pictures.js";
import { dependenceOf } from "./shapes.js";
import { sample } from "./sample.js";
import { classifierPage } from "./report-page.js";

const { coefficients: _, ...withoutCoefficients } = sample;
const dependence = dependenceOf(sample.shapes, 1);
const found: ClassificationReport = {
  ...withoutCoefficients,
  dependence,
  importance,
  selection,
  search,
};
const page = await classifierPage(found);

const searched = (change: Partial<Search>) =>
  classifierPage({ ...found, search: { ...search, ...change } });

test("a classifier that does not add up has an importance instead of coefficients", () => {
  expect(headings(page)).toContain("Importance");
  expect(headings(page)).not.toContain("Coefficients");
});

test("a classifier with points has the points of each value to hundredths, and of one more to six digits", async () => {
  const report = await classifierPage({ ...sample, scorecard });
  expect(tableOf(report, "Points of each value")).toEqual([
    ["to start with", "", "512.35"],
    ["x", "1,235 (5% are at most this)", "−3.07"],
    ["x", "missing", "0.00"],
    ["x", "one more", "−0.123450"],
    ["mode", "bus", "7.00"],
    ["mode", "any other", "−1.00"],
  ]);
  expect(report).toContain(`600 points are odds of 50 to 1 that loans ${sample.words.negative}`);
});

test("a classifier without time has no word of dates", async () => {
  const undated = { from: null, to: null, observations: 100, positives: 10 };
  const report = await classifierPage({
    ...found,
    asOf: null,
    training: undated,
    test: undated,
    parameters: {},
  });
  expect(report).not.toMatch(/As of|period|Period|older observations/);
  expect(report).toContain("In the test set 15 of 1,000 loans go bad.");
  expect(tableOf(report, "Sets")).toEqual([
    ["Training", "100", "10", "10.0%"],
    ["Test", "100", "10", "10.0%"],
  ]);
});

test("a classifier that splits shows what it answers by each feature", () => {
  expect(headings(page)).toContain("Partial dependence");
  expect(pictures(page)).toContain("Mean answer by age, flag_own_car.");
});

test("importance is listed by falling loss, with the gain beside it", () => {
  expect(tableOf(page, "Importance by permutation")).toEqual([
    ["opening_gross", "+0.313", "0.00930", "74.2%"],
    ["screens", "+0.0412", "0.00510", "21.0%"],
    ["aspect_ratio", "−0.000800", "0.00110", "4.76%"],
  ]);
  expect(pictures(page)).toContain(
    "Loss of ROC-AUC without each feature, most first: opening_gross +0.313, screens +0.0412, aspect_ratio −0.000800.",
  );
});

test("a choice shows every candidate's folds by mean and standard deviation", () => {
  expect(tableOf(page, "ROC-AUC by cross-validation")).toEqual([
    ["linear", "0.7100", "0.02000", "3", ""],
    ["forest", "0.8000", "0.01000", "3", "chosen"],
  ]);
});

test("a choice says of a candidate that gave no model why", async () => {
  const lost = { name: "linear", folds: [], chosen: false, error: "ANSWERS_NOT_FINITE" };
  const candidates = [lost, selection.candidates[1]!];
  const report = await classifierPage({ ...found, selection: { ...selection, candidates } });
  expect(tableOf(report, "ROC-AUC by cross-validation")[0]).toEqual([
    "linear",
    "",
    "",
    "0",
    "no model (ANSWERS_NOT_FINITE)",
  ]);
});

describe("a search", () => {
  const trial = (
    number: number,
    mean: number,
    parameters: Search["trials"][number]["parameters"],
  ) => ({
    number,
    estimator: "forest",
    parameters,
    folds: [mean],
    mean,
  });

  test("says which trials gave no model, and why", () => {
    expect(page).toContain("Without a model: trial 7 (NOT_CONVERGED).");
  });

  test("has the ten best trials, best first, with the one that was chosen", () => {
    const rows = tableOf(page, "Best 10 of 60 trials by Log-loss");
    const means = search.trials.map(({ mean }) => mean).toSorted((a, b) => a - b);
    expect(rows.map((row) => row[1])).toEqual(means.slice(0, 10).map((mean) => mean.toFixed(4)));
    expect(rows[0]![0]).toBe(`${search.best} (taken)`);
    expect(rows[0]![3]).toMatch(
      /^max_depth \d+, min_leaf [\d.]+, class_weights \w+, sample_share 0/,
    );
  });

  test("is the best so far, downwards or upwards as the metric goes", () => {
    const trials = [trial(2, 0.3, {}), trial(1, 0.5, {}), trial(3, 0.6, {}), trial(4, 0.2, {})];
    const ys = (metric: string) =>
      bestSoFar({ metric, seed: 0, logarithmic: [], trials, failed: [], best: 4 }).map(
        ({ x, y }) => [x, y],
      );
    expect(ys("log_loss")).toEqual([
      [1, 0.5],
      [2, 0.3],
      [3, 0.3],
      [4, 0.2],
    ]);
    expect(ys("roc_auc")).toEqual([
      [1, 0.5],
      [2, 0.5],
      [3, 0.6],
      [4, 0.6],
    ]);
  });

  test("has a panel for each number that was searched, and none for words", () => {
    const from = page.indexOf('<section id="searched-parameters">');
    const panels = page.slice(from, page.indexOf("</section>", from));
    for (const name of ["max_depth", "min_leaf", "sample_share"])
      expect(panels).toContain(`>${name}</text>`);
    expect(panels).not.toContain("class_weights");
  });

  test("has no panels where no number differs", async () => {
    const trials = [trial(1, 0.5, { depth: 3, kind: "a" }), trial(2, 0.4, { depth: 3, kind: "b" })];
    const report = await searched({ trials, best: 2 });
    expect(headings(report)).toContain("Parameter search");
    expect(headings(report)).not.toContain("Searched parameters");
  });

  test("over several estimators names each one's panels and trials", async () => {
    const trials = [
      trial(1, 0.5, { depth: 3 }),
      trial(2, 0.4, { depth: 5 }),
      { ...trial(3, 0.3, { ridge: 0.1 }), estimator: "logistic" },
      { ...trial(4, 0.6, { ridge: 10 }), estimator: "logistic" },
    ];
    const report = await searched({ trials, best: 3, logarithmic: ["ridge"] });
    expect(report).toContain(">forest: depth</text>");
    expect(report).toContain(">logistic: ridge</text>");
    expect(tableOf(report, "Best 4 of 4 trials")[0]).toEqual([
      "3 (taken)",
      "0.3000",
      "–",
      "logistic, ridge 0.1",
    ]);
  });

  test.each([
    ["one trial", [trial(1, 0.5, { depth: 3 })]],
    ["trials that are all equal", [trial(1, 0.5, { depth: 3 }), trial(2, 0.5, { depth: 4 })]],
  ])("of %s still gives a whole report", async (_name, trials) => {
    const report = await searched({ trials, best: 1, logarithmic: ["depth"] });
    expect(headings(report)).toContain("Parameter search");
    expect(report).not.toMatch(/NaN|Infinity|undefined/);
  });
});
