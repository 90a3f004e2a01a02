import { describe, expect, test } from "@jest/globals";
import { isBetter, metricOf, METRICS } from "@despliega/trainer/evaluate/metric.js";
import { requireInRange } from "@despliega/trainer/evaluate/metric-range.js";
import { measureClassification } from "@despliega/trainer/evaluate/classification.js";
import { measureRegression } from "@despliega/trainer/evaluate/regression.js";
import { localeOf } from "@despliega/trainer/report/language/locale.js";
import { metricText } from "@despliega/trainer/report/metrics.js";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

describe("the list of metrics", () => {
  test("names those that are measured and no others, each for its task", async () => {
    await makeScored(engine, [
      [1, 0.9],
      [0, 0.4],
      [1, 0.3],
    ]);
    const threshold = { value: 0.5, policy: "" };
    const classes = await measureClassification(engine, named("scored"), 3, threshold);
    await engine.run("CREATE OR REPLACE VIEW positive AS FROM scored WHERE label > 0");
    const amounts = await measureRegression(engine, named("positive"), 2, {
      of: "log",
      smearing: 1,
    });
    const metricsFor = (task: string) =>
      Object.keys(METRICS).filter((name) => metricOf(name)!.task === task);
    expect(Object.keys(classes.metrics).toSorted()).toEqual(
      metricsFor("classification").toSorted(),
    );
    expect(Object.keys(amounts.metrics).toSorted()).toEqual(metricsFor("regression").toSorted());
  });

  test("has a text in the report for each", () => {
    for (const name of Object.keys(METRICS))
      expect(metricText(name, localeOf("en")).meaning).not.toBe("");
  });

  test("has no metric by a name that objects inherit", () => {
    expect(metricOf("constructor")).toBeUndefined();
    expect(metricText("constructor", localeOf("en")).label).toBe("constructor");
  });
});

describe("of two values", () => {
  test.each([
    ["roc_auc", 0.8, 0.7],
    ["mae", 3, 4],
    ["log_loss", 0.1, 0.2],
  ])("of %s, %d is better than %d", (metric, value, other) => {
    expect(isBetter(metric, value, other)).toBe(true);
    expect(isBetter(metric, other, value)).toBe(false);
    expect(isBetter(metric, value, value)).toBe(false);
  });

  test.each(["r2", "rmse"])("of %s, one that is not finite is never the better", (metric) => {
    for (const wrong of [NaN, Infinity, -Infinity]) {
      expect(isBetter(metric, wrong, 0.5)).toBe(false);
      expect(isBetter(metric, 0.5, wrong)).toBe(true);
      expect(isBetter(metric, wrong, NaN)).toBe(false);
    }
  });
});

describe("a metric that cannot be", () => {
  test.each([
    ["roc_auc", 1.4286, "METRIC_OUT_OF_RANGE"],
    ["ks", -0.1, "METRIC_OUT_OF_RANGE"],
    ["r2", 1.1, "METRIC_OUT_OF_RANGE"],
    ["mae", -1, "METRIC_OUT_OF_RANGE"],
    ["rmse", Infinity, "NUMBER_NOT_FINITE"],
    ["bias", NaN, "NUMBER_NOT_FINITE"],
  ])("as %s of %d, is refused", (metric, value, code) => {
    expect(() => requireInRange({ [metric]: value })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(metric) }),
    );
  });

  test("is not one that rounding takes beyond its range", () => {
    requireInRange({ pr_auc: 1 + 4 * Number.EPSILON, r2: -1e300, bias: -5, gini: -1 });
  });
});
