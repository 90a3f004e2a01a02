import { describe, expect, test } from "@jest/globals";
import type { EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import { evaluate } from "@despliega/trainer/learn/evaluate.js";
import { finished } from "@despliega/trainer/learn/finish/finished.js";
import { fit } from "@despliega/trainer/learn/fit.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { score } from "@despliega/trainer/learn/score.js";
import { select } from "@despliega/trainer/learn/select.js";
import { splitObservations } from "@despliega/trainer/dataset/split.js";

import { testEngine } from "../support/engine.js";
import { FOREST, LINEAR, LOGISTIC } from "../support/estimators.js";
import { modelOf } from "../support/models.js";
import { makeObservations } from "../support/observations.js";
import { nameViews } from "../../support/relations.js";

const engine = await testEngine();

const run = async (model: ModelDefinition) => {
  const labelled = await makeObservations(engine, { rows: 2_000, task: model.task });
  const { training, test: on, split } = await splitObservations(engine, labelled, model);
  const { options, outOfFold, finish } = await select(engine, training, model);
  const fitted = finished(await fit(engine, model, options, training), finish);
  const scored = await score(engine, on, fitted);
  const rows = split.test.observations;
  await nameViews(engine, { learned: outOfFold ?? (await score(engine, training, fitted)) });
  return evaluate(engine, model, fitted, { training, scored, rows, outOfFold });
};

const regression = (options: EstimatorOptions, more: Partial<ModelDefinition> = {}) =>
  run(
    modelOf("regression", {
      estimators: [options],
      crossValidation: { folds: 4, metric: "r2" },
      interval: { level: 0.8 },
      ...(more as object),
    }),
  );

describe("a regression", () => {
  test.each([
    ["factors of the answer where it learns logarithms", { ...LINEAR, target: "log" }, "factor"],
    ["differences from the answer otherwise", LINEAR, "difference"],
    ["differences of a forest too", FOREST, "difference"],
  ] as const)("has an interval of %s, which holds about its level", async (_, options, by) => {
    const { interval, evaluation, kind, threshold } = await regression(options);
    expect([kind, threshold]).toEqual(["regression", undefined]);
    expect(interval).toMatchObject({ level: 0.8, by });
    const { interval: coverage } = evaluation as { interval?: { inside: number } };
    expect(Math.abs(coverage!.inside - 0.8)).toBeLessThan(0.06);
    expect(evaluation.metrics["r2"]).toBeGreaterThan(0.5);
  });

  test("has one without cross-validation too, and none that is not asked for", async () => {
    const { interval } = await run(modelOf("regression", { interval: { level: 0.8 } }));
    expect(interval).toMatchObject({ level: 0.8, by: "difference" });
    const { evaluation } = await run(modelOf("regression"));
    expect(evaluation).not.toHaveProperty("interval");
  });
});

test.each([
  ["out-of-fold scores where there are", { folds: 4, metric: "roc_auc" }],
  ["training scores otherwise", undefined],
])("a classification has its threshold from %s", async (_, crossValidation) => {
  const { threshold, evaluation, interval } = await run(
    modelOf("classification", {
      estimators: [LOGISTIC],
      ...(crossValidation === undefined ? {} : { crossValidation }),
    }),
  );
  expect(interval).toBeUndefined();
  const { between } = await engine.row<{ between: number }>(`
    SELECT count(*) AS between FROM (
      SELECT score, lead(score) OVER (ORDER BY score DESC) AS next
      FROM (SELECT DISTINCT score FROM learned))
    WHERE score > ${threshold!.value.toExponential()} AND next < ${threshold!.value.toExponential()}`);
  expect(between).toBe(1);
  expect(evaluation).toMatchObject({ threshold });
});
