import { describe, expect, test } from "@jest/globals";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import type { ScoredTable } from "@despliega/trainer/evaluate/scored.js";
import { evaluate, type EvaluatedOn } from "@despliega/trainer/learn/evaluate.js";
import { finished } from "@despliega/trainer/learn/finish/finished.js";
import { fit, type FittedModel } from "@despliega/trainer/learn/fit.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { score } from "@despliega/trainer/learn/score.js";
import { select } from "@despliega/trainer/learn/select.js";
import { splitObservations } from "@despliega/trainer/dataset/split.js";

import { testEngine } from "./support/engine.js";
import { FOREST, LINEAR, LOGISTIC } from "./support/estimators.js";
import { modelOf } from "./support/models.js";
import { makeObservations } from "./support/observations.js";
import { named, nameViews } from "../support/relations.js";

const engine = await testEngine();

/** A forest that is too flat to learn anything. */
const STUMP: EstimatorOptions = { ...FOREST, trees: 1, maxDepth: 1, minLeaf: 150 };

const model = (
  estimators: ModelDefinition["estimators"],
  metric: string,
  task: ModelDefinition["task"] = "regression",
): ModelDefinition =>
  modelOf(task, { estimators, crossValidation: { folds: 3, metric }, interval: { level: 0.8 } });

const prepare = async (own: Engine, of: ModelDefinition) => {
  const labelled = await makeObservations(own, { rows: 500, task: of.task });
  const made = await splitObservations(own, labelled, of);
  await nameViews(own, { training: made.training, test: made.test });
  return made;
};

/** What a model is evaluated on. */
const on = async (
  { training, test: tested, split }: Awaited<ReturnType<typeof prepare>>,
  fitted: FittedModel,
  outOfFold?: ScoredTable,
): Promise<EvaluatedOn> => ({
  training,
  scored: await score(engine, tested, fitted),
  rows: split.test.observations,
  outOfFold,
});

const choose = async (estimators: ModelDefinition["estimators"], metric: string) => {
  const of = model(estimators, metric);
  const { training } = await prepare(engine, of);
  return select(engine, training, of);
};

describe("the estimator that does better in cross-validation", () => {
  test.each([
    ["last", [STUMP, LINEAR] as const, 1],
    ["first", [LINEAR, STUMP] as const, 0],
    ["between", [STUMP, LINEAR, STUMP] as const, 1],
  ])("is chosen where it stands %s, with its scores", async (_, estimators, at) => {
    const { options, selection, outOfFold } = await choose([...estimators], "r2");
    expect(options).toBe(estimators[at]);
    expect(selection?.candidates.map(({ chosen }) => chosen)).toEqual(
      estimators.map((__, i) => i === at),
    );
    const { kept } = await engine.row(
      `SELECT sum(hash(observation, score)::HUGEINT)::VARCHAR AS kept FROM ${outOfFold!.name}`,
    );
    const alone = await choose([LINEAR], "r2");
    const own = await engine.row(
      `SELECT sum(hash(observation, score)::HUGEINT)::VARCHAR AS kept FROM ${alone.outOfFold!.name}`,
    );
    expect(kept).toBe(own["kept"]);
  });

  test.each(["rmse", "mae"])("has the lowest %s", async (metric) => {
    const { options } = await choose([STUMP, LINEAR], metric);
    expect(options).toBe(LINEAR);
  });

  test("is the first of those that do equally well", async () => {
    const twin: EstimatorOptions = { ...LINEAR };
    expect((await choose([LINEAR, twin], "r2")).options).toBe(LINEAR);
    expect((await choose([twin, LINEAR], "r2")).options).toBe(twin);
  });
});

test("a model without cross-validation takes its estimator unmeasured", async () => {
  const { crossValidation: _, interval: _none, ...without } = model([LINEAR], "r2");
  expect(await select(engine, named("nowhere"), without)).toEqual({ options: LINEAR, finish: {} });
});

test("a metric that the observations cannot be measured by is an error", async () => {
  await expect(choose([LINEAR], "roc_auc")).rejects.toMatchObject({ code: "METRIC_ABSENT" });
});

describe("the test observations", () => {
  /** Everything that is chosen before a test, which evaluating on other labels must not change. */
  const chosen = async (task: ModelDefinition["task"], change: string) => {
    const of =
      task === "regression"
        ? model([STUMP, { ...LINEAR, target: "log" }], "r2")
        : model([STUMP, LOGISTIC], "roc_auc", "classification");
    const made = await prepare(engine, of);
    await engine.run(`
      CREATE OR REPLACE TABLE tested_before AS SELECT entity FROM test;
      UPDATE labelled SET ${change} WHERE entity IN (FROM tested_before)`);
    const { outOfFold, ...selected } = await select(engine, made.training, of);
    const plain = await fit(engine, of, selected.options, made.training);
    const fitted = finished(plain, selected.finish);
    const evaluated = await evaluate(engine, of, fitted, await on(made, fitted, outOfFold));
    const { threshold, interval, evaluation } = evaluated;
    return {
      chosen: { selected, modelJson: fitted.modelJson, threshold, interval },
      metrics: evaluation.metrics,
    };
  };

  test.each([
    ["regression", "label = label * 1000 + 3, x = -x, w = 99"],
    ["classification", "label = 1 - label, x = -5, w = NULL"],
  ] as const)("choose nothing of a %s", async (task, change) => {
    const before = await chosen(task, "label = label");
    const after = await chosen(task, change);
    expect(after.chosen).toEqual(before.chosen);
    expect(after.metrics).not.toEqual(before.metrics);
  });

  test("of a classification do not choose the threshold, nor do scores that were learned by heart", async () => {
    const of = model([{ ...FOREST, minLeaf: 1, sample: 1 }], "roc_auc", "classification");
    const made = await prepare(engine, of);
    const { outOfFold, options, finish } = await select(engine, made.training, of);
    const fitted = finished(await fit(engine, of, options, made.training), finish);
    const { threshold } = await evaluate(engine, of, fitted, await on(made, fitted, outOfFold));
    await nameViews(engine, { out_of_fold: outOfFold! });
    // No threshold between two out-of-fold scores has a better F1.
    const { best } = await engine.row<{ best: number }>(`
      SELECT max(2 * tp / (flagged + (SELECT sum(label) FROM out_of_fold))) AS best
      FROM (SELECT count(*) AS flagged, sum(o.label)::DOUBLE AS tp
            FROM out_of_fold AS o, (SELECT DISTINCT score AS cut FROM out_of_fold)
            WHERE o.score >= cut GROUP BY cut)`);
    const f1 = async (value: number) =>
      (
        await engine.row<{ f1: number }>(`
          SELECT 2 * count(*) FILTER (label = 1 AND score >= ${value})
                 / (count(*) FILTER (score >= ${value}) + sum(label))::DOUBLE AS f1
          FROM out_of_fold`)
      ).f1;
    expect(await f1(threshold!.value)).toBeCloseTo(best, 12);
    const heart = await evaluate(engine, of, fitted, await on(made, fitted));
    expect(await f1(heart.threshold!.value)).toBeLessThan(best);
  });
});
