import { beforeAll, describe, expect, test } from "@jest/globals";
import { crossValidate, type CrossValidated } from "@despliega/trainer/learn/cross-validate.js";
import type { EstimatorOptions } from "@despliega/trainer/estimators/options.js";
import { fit } from "@despliega/trainer/learn/fit.js";
import { FOLD, makeFolds } from "@despliega/trainer/dataset/folds.js";
import { scoreView } from "@despliega/trainer/learn/score.js";

import { testEngine } from "./support/engine.js";
import { FOREST, LINEAR, LOGISTIC } from "./support/estimators.js";
import { dropSplit, FEATURES, makeObservations } from "./support/observations.js";

const engine = await testEngine();

const FOLDS = 4;

const model = (task: "classification" | "regression", metric: string): CrossValidated => ({
  task,
  features: FEATURES,
  privacy: "open",
  crossValidation: { folds: FOLDS, metric },
});

const KINDS: readonly (readonly [string, "classification" | "regression", EstimatorOptions])[] = [
  ["logistic", "classification", LOGISTIC],
  ["linear", "regression", LINEAR],
  ["linear of the logarithm", "regression", { ...LINEAR, target: "log" }],
  ["forest of classes", "classification", FOREST],
  ["forest of amounts", "regression", FOREST],
];

describe.each(KINDS)("the out-of-fold scores of a %s", (_, task, options) => {
  const metric = task === "classification" ? "roc_auc" : "r2";
  let folds: readonly number[];

  beforeAll(async () => {
    await dropSplit(engine);
    await makeObservations(engine, { rows: 400, task });
    await engine.run("CREATE VIEW training AS FROM labelled");
    await makeFolds(engine, task, FOLDS);
    folds = await crossValidate(engine, model(task, metric), options, "candidate");
  });

  test("exist once for each training observation", async () => {
    const { scores, observations, strangers, fewest } = await engine.row(`
      SELECT count(score) AS scores, count(DISTINCT observation) AS observations,
             count(*) FILTER (observation NOT IN (SELECT observation FROM training)) AS strangers,
             (SELECT count(*) FROM training) AS fewest
      FROM candidate`);
    expect([scores, observations, strangers]).toEqual([fewest, fewest, 0]);
  });

  test("are by the fit on the other folds, whose metric is that of the fold", async () => {
    await engine.run(`
      CREATE OR REPLACE VIEW others AS FROM folded WHERE ${FOLD} <> 2;
      CREATE OR REPLACE VIEW own AS FROM folded WHERE ${FOLD} = 2`);
    const fitted = await fit(engine, model(task, metric), options, "others");
    await scoreView(engine, "own", "own_scored", fitted);
    const { differ } = await engine.row(`
      SELECT count(*) AS differ FROM own_scored JOIN candidate USING (observation)
      WHERE own_scored.score <> candidate.score`);
    expect(differ).toBe(0);
    expect(folds.length).toBe(FOLDS);
    for (const fold of folds) expect(fold).toBeGreaterThan(task === "classification" ? 0.6 : 0.3);
  });

  test("are the same another time", async () => {
    const scores = () => engine.rows("SELECT observation, score FROM candidate ORDER BY ALL");
    const before = await scores();
    expect(await crossValidate(engine, model(task, metric), options, "candidate")).toEqual(folds);
    expect(await scores()).toEqual(before);
  });
});

test("a metric that the observations cannot be measured by is an error", async () => {
  const validating = crossValidate(engine, model("regression", "roc_auc"), LINEAR, "candidate");
  await expect(validating).rejects.toMatchObject({
    code: "METRIC_ABSENT",
    message: expect.stringMatching(/^roc_auc cannot be measured here/),
  });
});
