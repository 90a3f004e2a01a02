import { beforeAll, describe, expect, test } from "@jest/globals";
import { loadScorer } from "@despliega/storage";
import type { ObservationTable } from "@despliega/trainer/estimators/observation-table.js";
import type { Finish } from "@despliega/trainer/learn/finish/finish.js";
import { finished } from "@despliega/trainer/learn/finish/finished.js";
import { select } from "@despliega/trainer/learn/select.js";
import type { EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import { fit, type FittedModel } from "@despliega/trainer/learn/fit.js";
import { readRows } from "@despliega/trainer/estimators/rows.js";
import { score } from "@despliega/trainer/learn/score.js";
import { scoreRows } from "@despliega/trainer/learn/score-rows.js";

import { testEngine } from "./support/engine.js";
import { BOOSTING, FOREST, LINEAR, LOGISTIC } from "./support/estimators.js";
import { modelOf } from "./support/models.js";
import { FEATURES, makeObservations } from "./support/observations.js";
import { named, nameViews } from "../support/relations.js";

const engine = await testEngine();

const LABELLED: ObservationTable = named("labelled");

const LOG = { target: "log" } as const;

const PLATT = { method: "platt", slope: 0.7, intercept: -0.2 } as const;
const STEPS: Finish["calibration"] = {
  method: "isotonic",
  at: [-1.5, -0.4, 0.1, 0.8, 2],
  probability: [0.1, 0.3, 0.3, 0.5, 0.8],
};
const SCALE = { scale: { of: "log", smearing: 1.3 } } as const;

const CASES = [
  ["logistic regression", "classification", LOGISTIC],
  [
    "logistic regression, calibrated by a line,",
    "classification",
    LOGISTIC,
    { calibration: PLATT },
  ],
  ["logistic regression, calibrated by steps,", "classification", LOGISTIC, { calibration: STEPS }],
  ["linear regression", "regression", LINEAR],
  ["linear regression of the logarithm", "regression", { ...LINEAR, ...LOG }, SCALE],
  ["forest of classes", "classification", FOREST, { calibration: PLATT }],
  ["forest of amounts", "regression", FOREST],
  ["forest of logarithms", "regression", { ...FOREST, ...LOG }, SCALE],
  ["boosting of classes", "classification", BOOSTING],
  ["boosting of amounts", "regression", BOOSTING],
  ["boosting of logarithms", "regression", { ...BOOSTING, ...LOG }, SCALE],
] as const satisfies readonly (readonly [string, string, EstimatorOptions, Finish?])[];

/** How the engine's exponential function may differ from the one of JavaScript, as a share. */
const LAST_BIT = 4 * Number.EPSILON;

describe.each(CASES)("the answers of a %s", (...given) => {
  const [, task, options, finish = {}] = given;
  let fitted: FittedModel;
  let ours: readonly number[];
  let served: readonly number[];

  beforeAll(async () => {
    await makeObservations(engine, { rows: 3_000, task });
    const model = { task, features: FEATURES, privacy: "open" as const };
    fitted = finished(await fit(engine, model, options, LABELLED), finish);
    await nameViews(engine, { scored: await score(engine, LABELLED, fitted) });
    ours = (
      await engine.rows<{ score: number }>("SELECT score FROM scored ORDER BY observation")
    ).map(({ score }) => score);
    // As the api gets it: written, read, and with nothing but what the manifest says.
    const json: unknown = JSON.parse(JSON.stringify(fitted.modelJson));
    const scorer = loadScorer(structuredClone(fitted.description), json);
    served = [...scoreRows(scorer, await readRows(engine, LABELLED, FEATURES))["score"]!];
  });

  test("are those that the api serves", () => {
    expect(ours.length).toBe(3_000);
    const inMemory = fitted.options.kind === "forest" || fitted.options.kind === "boosting";
    const exact = inMemory || (options.kind === "linear" && !("target" in options));
    if (exact) expect(ours).toEqual(served);
    else
      ours.forEach((score, i) => expect(Math.abs(score / served[i]! - 1)).toBeLessThan(LAST_BIT));
  });

  test("differ from row to row, and are finite where a value is missing", async () => {
    expect(new Set(ours).size).toBeGreaterThan(50);
    const { gaps } = await engine.row<{ gaps: number }>(
      "SELECT count(*) FILTER (w IS NULL AND isfinite(score)) AS gaps FROM scored JOIN labelled USING (observation)",
    );
    expect(gaps).toBe(334);
  });

  test("are with the labels of their observations", async () => {
    const { lost } = await engine.row(`
      SELECT count(*) AS lost
      FROM (SELECT observation, label FROM labelled EXCEPT SELECT observation, label FROM scored)`);
    expect(lost).toBe(0);
  });
});

test.each([
  ["linear regression", LINEAR],
  ["forest", { ...FOREST, minLeaf: 100 }],
  ["boosting", { ...BOOSTING, minLeaf: 100, earlyStopping: { heldOut: 0.25, patience: 3 } }],
] as const)(
  "a %s of logarithms answers with the labels' mean, not with their median",
  async (_, options) => {
    await engine.run(`
    CREATE OR REPLACE TABLE labelled AS
    SELECT i AS observation, i AS entity, x, w, exp(x + sqrt(-2 * ln(u)) * cos(2 * pi() * v)) AS label
    FROM (SELECT i, hash(i, 1) % 1000 / 1000 AS x, NULL::BIGINT AS w,
                 (hash(i, 2) % 100003 + 0.5) / 100003 AS u, (hash(i, 3) % 100003 + 0.5) / 100003 AS v
          FROM range(20000) AS t(i))`);
    await engine.run("UPDATE labelled SET w = observation % 3 WHERE observation % 2 = 0");
    const model = modelOf("regression", { estimators: [{ ...options, ...LOG }] });
    const { finish } = await select(engine, LABELLED, model);
    const fitted = finished(await fit(engine, model, model.estimators[0], LABELLED), finish);
    await nameViews(engine, { scored: await score(engine, LABELLED, fitted) });
    const { share } = await engine.row<{ share: number }>(
      "SELECT sum(score) / sum(label) AS share FROM scored",
    );
    // Without smearing it would be exp(-1/2), which is 0.61.
    expect(share).toBeGreaterThan(0.97);
    expect(share).toBeLessThan(1.03);
    expect(fitted.scale?.smearing).toBeCloseTo(Math.exp(0.5), 1);
  },
);
