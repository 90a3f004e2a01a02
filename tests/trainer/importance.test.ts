import { beforeAll, describe, expect, test } from "@jest/globals";
import { finished } from "@despliega/trainer/learn/finish/finished.js";
import { fit } from "@despliega/trainer/learn/fit.js";
import { importanceOf } from "@despliega/trainer/learn/importance.js";
import type { LinearOptions } from "@despliega/trainer/estimators/linear/linear.js";
import type { ForestEstimatorOptions } from "@despliega/trainer/estimators/forest/options.js";

import { testEngine } from "./support/engine.js";
import { FOREST, LINEAR } from "./support/estimators.js";
import { FEATURES, makeObservations } from "./support/observations.js";
import { named } from "../support/relations.js";

const engine = await testEngine();

const FEATURES_WITH_NOISE = [
  { name: "noise", type: "number", description: "Tells nothing." } as const,
  ...FEATURES,
];

const importance = async (options: ForestEstimatorOptions | LinearOptions) => {
  const model = { task: "regression", features: FEATURES_WITH_NOISE, privacy: "open" } as const;
  const plain = await fit(engine, model, options, named("training"));
  const scale = { of: "log", smearing: 1.2 } as const;
  const fitted = finished(plain, options.target === "log" ? { scale } : {});
  return importanceOf(engine, named("test"), model.task, fitted);
};

describe("the importance of a forest's features", () => {
  beforeAll(async () => {
    await makeObservations(engine, { rows: 1_200 });
    await engine.run(`
      CREATE OR REPLACE TABLE labelled AS SELECT *, hash(observation, 9) % 1000 / 1000 AS noise FROM labelled;
      CREATE VIEW training AS FROM labelled WHERE observation % 4 > 0;
      CREATE VIEW test AS FROM labelled WHERE observation % 4 = 0`);
  });

  test("is what the squared error grows by on the test observations", async () => {
    const found = await importance(FOREST);
    expect(found?.metric).toBe("rmse");
    expect(found?.features.map(({ feature }) => feature)).toEqual(["noise", "x", "w"]);
    const [noise, x, w] = found!.features.map(({ permutation }) => permutation.mean);
    expect(x).toBeGreaterThan(10 * Math.abs(noise!));
    expect(w).toBeGreaterThan(10 * Math.abs(noise!));
    expect(found!.features.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(1, 12);
  });

  test("is taken on the logarithm where that was learned", async () => {
    await engine.run("UPDATE labelled SET label = exp(label / 10)");
    const found = await importance({ ...FOREST, target: "log" });
    expect(found?.metric).toBe("log_rmse");
    for (const { permutation } of found!.features) expect(permutation.mean).toBeLessThan(10);
  });

  test("does not depend on what smearing multiplies answers by", async () => {
    await engine.run("UPDATE labelled SET label = exp(observation % 7)");
    const model = { task: "regression", features: FEATURES, privacy: "open" } as const;
    const fitted = await fit(engine, model, { ...FOREST, target: "log" }, named("training"));
    const means = async (smearing: number) => {
      const own = finished(fitted, { scale: { of: "log", smearing } });
      const found = await importanceOf(engine, named("test"), model.task, own);
      return found!.features.map(({ permutation }) => permutation.mean);
    };
    const plain = await means(1);
    (await means(1.5)).forEach((mean, i) => expect(mean).toBeCloseTo(plain[i]!, 10));
  });

  test("is taken on the label's scale where a label of the test has no logarithm", async () => {
    await engine.run("UPDATE labelled SET label = 0 WHERE observation = 8");
    const found = await importance({ ...FOREST, target: "log" });
    expect(found?.metric).toBe("rmse");
    for (const { permutation } of found!.features) expect(permutation.mean).not.toBeNaN();
  });

  test("is the same another time", async () => {
    expect(await importance(FOREST)).toEqual(await importance(FOREST));
  });

  test("is not measured of an estimator that has coefficients", async () => {
    expect(await importance(LINEAR)).toBeUndefined();
  });
});
