import { beforeAll, describe, expect, test } from "@jest/globals";
import { crossValidate, type CrossValidated } from "@despliega/trainer/learn/cross-validate.js";
import type { EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import type { Finish } from "@despliega/trainer/learn/finish/finish.js";
import { finished } from "@despliega/trainer/learn/finish/finished.js";
import { fit } from "@despliega/trainer/learn/fit.js";
import { FOLD, makeFolds, type FoldedTable } from "@despliega/trainer/dataset/folds.js";
import { score } from "@despliega/trainer/learn/score.js";

import { testEngine } from "./support/engine.js";
import { FOREST, LINEAR, LOGISTIC } from "./support/estimators.js";
import { FEATURES, makeObservations } from "./support/observations.js";
import { named, nameViews } from "../support/relations.js";

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
  let folded: FoldedTable;
  let folds: readonly number[];
  let finish: Finish;

  const validate = async () => {
    const found = await crossValidate(engine, folded, model(task, metric), options);
    await nameViews(engine, { candidate: found.outOfFold });
    finish = found.finish;
    return found.folds;
  };

  beforeAll(async () => {
    const training = await makeObservations(engine, { rows: 400, task });
    folded = await makeFolds(engine, training, { task }, FOLDS);
    await nameViews(engine, { training, folded });
    folds = await validate();
  });

  test("exist once for each training observation", async () => {
    const { scores, observations, strangers, fewest } = await engine.row(`
      SELECT count(score) AS scores, count(DISTINCT observation) AS observations,
             count(*) FILTER (observation NOT IN (SELECT observation FROM training)) AS strangers,
             (SELECT count(*) FROM training) AS fewest
      FROM candidate`);
    expect([scores, observations, strangers]).toEqual([fewest, fewest, 0]);
  });

  test("are by the fit on the other folds, with the finish that all folds give", async () => {
    await engine.run(`
      CREATE OR REPLACE VIEW others AS FROM folded WHERE ${FOLD} <> 2;
      CREATE OR REPLACE VIEW own AS FROM folded WHERE ${FOLD} = 2`);
    const plain = await fit(engine, model(task, metric), options, named("others"));
    const scored = await score(engine, named("own"), finished(plain, finish));
    await nameViews(engine, { own_scored: scored });
    const { differ } = await engine.row(`
      SELECT count(*) AS differ FROM own_scored JOIN candidate USING (observation)
      WHERE abs(own_scored.score - candidate.score) > 1e-12 * abs(candidate.score)`);
    expect(differ).toBe(0);
    expect(folds.length).toBe(FOLDS);
    for (const fold of folds) expect(fold).toBeGreaterThan(task === "classification" ? 0.6 : 0.3);
  });

  test("are the same another time", async () => {
    const scores = () => engine.rows("SELECT observation, score FROM candidate ORDER BY ALL");
    const before = await scores();
    expect(await validate()).toEqual(folds);
    expect(await scores()).toEqual(before);
  });
});

test("a metric that the observations cannot be measured by is an error", async () => {
  const training = await makeObservations(engine, { rows: 400 });
  const folded = await makeFolds(engine, training, { task: "regression" }, FOLDS);
  const validating = crossValidate(engine, folded, model("regression", "roc_auc"), LINEAR);
  await expect(validating).rejects.toMatchObject({
    code: "METRIC_ABSENT",
    message: expect.stringMatching(/^roc_auc cannot be measured here/),
  });
});
