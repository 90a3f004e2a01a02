import { expect, test } from "@jest/globals";
import type { Figures } from "@despliega/storage";
import { metricsOf } from "@despliega/trainer/evaluate/measure.js";
import type { JudgedForm } from "@despliega/trainer/monitor/performance/judged.js";
import { readJudged } from "@despliega/trainer/monitor/performance/judged-rows.js";
import {
  performanceOf,
  type PerformanceQuestion,
} from "@despliega/trainer/monitor/performance/performance-of.js";
import { soughtOf } from "@despliega/trainer/monitor/performance/sought.js";

import { testEngine } from "../support/engine.js";
import { judgedSample } from "./judged-sample.js";

const engine = await testEngine();
const alone = await testEngine(1);

const TWO: JudgedForm = {
  task: "classification",
  threshold: { value: 0.6, policy: "" },
  alarms: { falseAlarm: 1, miss: 20 },
};
const THREE: JudgedForm = { task: "classification", classes: ["a", "b", "c"] };
const NUMBER: JudgedForm = {
  task: "regression",
  scale: { of: "log", smearing: 1 },
  interval: { level: 0.8, by: "factor", at: [1], lower: [0.68], upper: [1.47] },
};

const asked = (form: JudgedForm, known: number, more: Partial<PerformanceQuestion> = {}) => ({
  form,
  outcomes: { answers: known, mature: known, known },
  weeks: ["2026-01-05", "2026-01-12"],
  groups: [],
  reference: { metrics: {} },
  referenceRows: 0,
  sought: soughtOf(form),
  ...more,
});

test.each([
  ["two classes", TWO, 2, ["roc_auc", "log_loss", "brier", "accuracy", "precision", "recall"]],
  ["three classes", THREE, 3, ["roc_auc", "log_loss", "brier", "accuracy"]],
  ["a number", NUMBER, 0, ["mae", "rmse", "bias", "log_mae"]],
] as const)(
  "answers of %s are measured as a release measures its test rows",
  async (_, form, classes, metrics) => {
    const judged = await judgedSample(engine, { answers: 900, ofEach: 3, classes });
    const { whole, weeks } = await performanceOf(engine, judged, asked(form, 900));
    const expected = await metricsOf(engine, judged, form);
    for (const metric of metrics) {
      const { value, deviation, interval } = whole!.figures[metric]!;
      expect(value).toBeCloseTo(expected[metric]!, 10);
      expect(deviation).toBeGreaterThan(0);
      expect(interval![0]).toBeLessThan(value);
      expect(interval![1]).toBeGreaterThan(value);
    }
    expect(weeks.map(({ from, known }) => [from, known])).toEqual([
      ["2026-01-05", 450],
      ["2026-01-12", 450],
    ]);
  },
);

test("calibration and cost of two classes are told too, and the coverage of an interval", async () => {
  const two = await judgedSample(engine, { answers: 2_000 });
  const { whole } = await performanceOf(engine, two, asked(TWO, 2_000));
  const { calibration_slope: slope, calibration_intercept: shift, cost } = whole!.figures;
  expect(slope!.interval![0]).toBeLessThan(1);
  expect(slope!.interval![1]).toBeGreaterThan(1);
  expect(Math.abs(shift!.value)).toBeLessThan(4 * shift!.deviation!);
  const [[, alarms], [misses]] = whole!.confusion! as [number[], number[]];
  expect(cost!.value).toBeCloseTo((alarms! + 20 * misses!) / 2_000, 12);
  const number = await judgedSample(engine, { answers: 500, classes: 0 });
  const { coverage } = (await performanceOf(engine, number, asked(NUMBER, 500))).whole!.figures;
  expect(coverage!.value).toBeCloseTo(0.8, 1);
});

test("groups differ from all others, and one of fewer than ten answers is not told", async () => {
  const judged = await judgedSample(engine, { answers: 600 });
  const groups = [{ by: "age", column: "band", names: ["young", "old", "none"] }];
  const { groups: found } = await performanceOf(engine, judged, asked(TWO, 600, { groups }));
  const [young, old, ...others] = found[0]!.groups;
  expect(others).toEqual([]);
  expect(young!.known + old!.known).toBe(600);
  const negated = Object.entries(old!.differences).map(([metric, { value }]) => [metric, -value]);
  const values = (of: Figures) => Object.entries(of).map(([metric, { value }]) => [metric, value]);
  expect(values(young!.differences)).toEqual(negated);
  const few = await judgedSample(engine, { answers: 20 });
  const ofFew = (await performanceOf(engine, few, asked(TWO, 20, { groups }))).groups[0]!.groups;
  expect(ofFew.map(({ name }) => name)).toEqual(["young"]);
});

test("of too many answers whole entities are drawn, the same again, whatever the threads", async () => {
  const drawnIn = async (of: typeof engine) => {
    const judged = await judgedSample(of, { answers: 3_000, ofEach: 3 });
    return readJudged(of, judged, TWO, [], 3_000, 600);
  };
  const [one, other] = [await drawnIn(engine), await drawnIn(alone)];
  expect(one.labels.length).toBe(3 * one.count);
  expect(one.labels.length).toBeGreaterThan(450);
  expect(one.labels.length).toBeLessThan(750);
  expect(other.scores[0]).toEqual(one.scores[0]);
});

test("without outcomes there is nothing to tell", async () => {
  const judged = await judgedSample(engine, { answers: 30 });
  const outcomes = { answers: 30, mature: 12, known: 0 };
  expect(await performanceOf(engine, judged, asked(TWO, 30, { outcomes }))).toEqual({
    outcomes,
    weeks: [],
    groups: [],
  });
});

test.each([0, 1])("outcomes that are all %d tell only what needs no other class", async (label) => {
  const all = await judgedSample(engine, { answers: 100 });
  const some = await engine.table<
    "observation" | "entity" | "observed_at" | "label" | "score" | "week"
  >(`SELECT * FROM ${all.name} WHERE label = ${label}`);
  const { n } = await engine.row<{ n: number }>(`SELECT count(*) AS n FROM ${some.name}`);
  const { figures } = (await performanceOf(engine, some, asked(TWO, n))).whole!;
  expect(figures["roc_auc"]).toBeUndefined();
  expect(figures["log_loss"]!.deviation).toBeGreaterThan(0);
});
