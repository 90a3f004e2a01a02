import { beforeAll, describe, expect, test } from "@jest/globals";
import { measure, metricsOf } from "@despliega/trainer/evaluate/measure.js";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

describe("of a classification", () => {
  beforeAll(() =>
    makeScored(engine, [
      [1, 0.9],
      [0, 0.6],
      [1, 0.4],
      [0, 0.1],
    ]),
  );

  test.each([
    ["roc_auc", 0.75],
    ["accuracy", 0.5],
    ["recall", 0.5],
    ["brier", (0.01 + 0.36 + 0.36 + 0.01) / 4],
  ])("%s is measured, at an even chance where it needs a threshold", async (metric, value) => {
    const measured = await measure(engine, named("scored"), { task: "classification" }, metric);
    expect(measured).toBeCloseTo(value, 12);
  });

  test("a threshold moves what depends on it and nothing else", async () => {
    const even = await metricsOf(engine, named("scored"), { task: "classification" });
    const threshold = { value: 0.3, policy: "low" };
    const low = await metricsOf(engine, named("scored"), { task: "classification", threshold });
    expect(low).toMatchObject({ recall: 1, roc_auc: even["roc_auc"], brier: even["brier"] });
  });

  test("a metric of regressions cannot be measured", async () => {
    const measuring = measure(engine, named("scored"), { task: "classification" }, "r2");
    await expect(measuring).rejects.toMatchObject({
      code: "METRIC_ABSENT",
      message: expect.stringMatching(/^r2 cannot be measured here/),
    });
  });
});

describe("of a regression", () => {
  const scale = { of: "log", smearing: 1 } as const;

  beforeAll(() =>
    makeScored(
      engine,
      [
        [1, Math.E],
        [Math.E, Math.E],
        [Math.E ** 2, Math.E],
      ],
      "DOUBLE",
    ),
  );

  test("the metrics of the logarithm are there for a model on that scale", async () => {
    expect(
      await measure(engine, named("scored"), { task: "regression", scale }, "log_mae"),
    ).toBeCloseTo(2 / 3, 12);
    expect(
      await measure(engine, named("scored"), { task: "regression", scale }, "log_r2"),
    ).toBeCloseTo(0, 12);
  });

  test("and absent for another", async () => {
    await expect(
      measure(engine, named("scored"), { task: "regression" }, "log_r2"),
    ).rejects.toMatchObject({ code: "METRIC_ABSENT" });
  });
});

test.each([
  [
    "labels beyond the classes",
    "classification",
    [
      [0, 0.1],
      [1, 0.2],
      [2, 0.9],
      [2, 0.8],
    ],
    "METRIC_OUT_OF_RANGE",
  ],
  [
    "answers that are no probabilities",
    "classification",
    [
      [0, 7],
      [1, 0.2],
    ],
    "METRIC_OUT_OF_RANGE",
  ],
] as const)("%s stop the run with a metric that cannot be", async (_, task, rows, code) => {
  await makeScored(engine, rows);
  await expect(metricsOf(engine, named("scored"), { task })).rejects.toMatchObject({ code });
});
