import { beforeAll, describe, expect, test } from "@jest/globals";
import { loadScorer, type Feature } from "@despliega/storage";
import { designColumns } from "@despliega/trainer/estimators/design-columns.js";
import type { TrainingData, TrainingFeature } from "@despliega/trainer/estimators/estimator.js";
import {
  fitLogistic,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";
import { estimatorOf, type EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import { describeFeatures } from "@despliega/trainer/estimators/statistics.js";

import { named } from "../../support/relations.js";
import { testEngine } from "../support/engine.js";

const engine = await testEngine();

const NAMES = ["bus", "car", "foot", "ship", "tram"];
const MODE: TrainingFeature = {
  name: "mode",
  type: "category",
  categories: NAMES,
  unseen: "other",
};
const NUMBERS: readonly TrainingFeature[] = [{ name: "x", type: "number" }];

/**
 * Most observations go by car; nobody goes by ship; some by other means, which code 5 stands for; of some it is not known.
 * The columns beside are those that a person would make of it.
 */
beforeAll(() =>
  engine.run(`
    CREATE TABLE travel AS
    SELECT *, CASE WHEN mode IS NOT NULL THEN (mode = 0)::INTEGER END AS bus,
           CASE WHEN mode IS NOT NULL THEN (mode = 2)::INTEGER END AS foot,
           CASE WHEN mode IS NOT NULL THEN (mode = 4)::INTEGER END AS tram,
           CASE WHEN mode IS NOT NULL THEN (mode = 5)::INTEGER END AS rest,
           ((x + mode / 3.0 + hash(i, 3) % 100 / 100.0 > 1.6) IS TRUE)::BIGINT AS two,
           floor(x + coalesce(mode, 1) / 3.0 + hash(i, 3) % 100 / 100.0)::BIGINT AS few,
           3 * x + coalesce(mode, 2) + hash(i, 4) % 100 / 100.0 AS amount
    FROM (SELECT i, i AS observation, i AS entity, hash(i, 1) % 100 / 100.0 AS x,
                 CASE WHEN i % 11 > 0 THEN [1, 0, 1, 2, 4, 1, 5, 1][(hash(i, 2) % 8)::INTEGER + 1] END AS mode
          FROM range(700) AS t(i));
    CREATE VIEW travel_two AS SELECT *, two AS label FROM travel;
    CREATE VIEW travel_few AS SELECT *, least(few, 2) AS label FROM travel;
    CREATE VIEW travel_amount AS SELECT *, amount AS label FROM travel`),
);

const CASES: readonly (readonly [
  string,
  string,
  TrainingData["task"],
  number,
  EstimatorOptions,
])[] = [
  [
    "logistic regression of two classes",
    "travel_two",
    "classification",
    2,
    { kind: "logistic", ridge: 1, classWeights: "none" },
  ],
  [
    "logistic regression of three classes",
    "travel_few",
    "classification",
    3,
    { kind: "logistic", ridge: 1, classWeights: "none" },
  ],
  ["linear regression", "travel_amount", "regression", 2, { kind: "linear", ridge: 1 }],
];

const fit = async (
  [, table, task, classes, options]: (typeof CASES)[number],
  features: readonly TrainingFeature[],
) => {
  const observations = named(table);
  const statistics = await describeFeatures(engine, observations, features);
  const fitted = await estimatorOf(options.kind).fit(
    engine,
    { observations, task, classes, features, statistics },
    options,
  );
  const described = features.map((feature, i): Feature => {
    const { mean } = statistics[i]!;
    return { ...feature, mean, missing: feature.type === "category" ? "kept" : { fill: mean } };
  });
  const description = { estimator: options.kind, features: described };
  return {
    ...fitted,
    description,
    scorer: loadScorer(description, JSON.parse(JSON.stringify(fitted.modelJson))),
  };
};

describe.each(CASES)("a category in a %s", (...given) => {
  const answers = (
    { scorer }: Awaited<ReturnType<typeof fit>>,
    row: readonly number[],
  ): number[] => {
    const into = new Float64Array(scorer.outputs);
    scorer.scores(Float64Array.from(row), into);
    return [...into];
  };

  test("is fitted bit by bit as columns of zeros and ones are, and scores as they do", async () => {
    const whole = await fit(given, [...NUMBERS, MODE]);
    const columns = ["bus", "foot", "tram", "rest"].map((name) => ({
      name,
      type: "number" as const,
    }));
    const apart = await fit(given, [...NUMBERS, ...columns]);
    const rename = ["x", "mode=bus", "mode=foot", "mode=tram", "mode=other"];
    expect(whole.coefficients).toEqual(
      apart.coefficients!.map((each, i) => ({ ...each, feature: rename[i % 5] })),
    );
    for (const x of [0, 0.7])
      for (const [code, ones] of [
        [0, [1, 0, 0, 0]],
        [1, [0, 0, 0, 0]],
        [2, [0, 1, 0, 0]],
        [4, [0, 0, 1, 0]],
        [5, [0, 0, 0, 1]],
        [NaN, [NaN, NaN, NaN, NaN]],
      ] as const) {
        const expected = answers(apart, [x, ...ones]);
        answers(whole, [x, code]).forEach((answer, at) =>
          expect(answer).toBeCloseTo(expected[at]!, 12),
        );
        // What the columns move is moved by the category.
        for (let output = 0; output < whole.scorer.outputs; output++) {
          const [number, ...rest] = apart.scorer.contributions(
            Float64Array.of(x, ...ones),
            output,
          ).moved;
          const [first, second] = whole.scorer.contributions(
            Float64Array.of(x, code),
            output,
          ).moved;
          expect(first).toBeCloseTo(number!, 12);
          expect(second).toBeCloseTo(
            rest.reduce((a, b) => a + b),
            12,
          );
        }
      }
  });

  test("moves nothing where it is missing, or a name that no training observation has", async () => {
    const { scorer } = await fit(given, [...NUMBERS, MODE]);
    for (const code of [NaN, 3])
      expect(scorer.contributions(Float64Array.of(0.5, code)).moved[1]).toBe(0);
    expect(scorer.contributions(Float64Array.of(0.5, 0)).moved[1]).not.toBe(0);
  });

  test("is added up in SQL as by the scorer, where there is SQL for the model", async () => {
    const [, table, , , { kind }] = given;
    const model = await fit(given, [...NUMBERS, MODE]);
    const sql = estimatorOf(kind).sql!(model, engine.dialect);
    expect(sql === undefined).toBe(model.scorer.outputs > 1);
    if (sql === undefined) return;
    const rows = await engine.rows<{ x: number; mode: number | null; sum: number }>(
      `SELECT x, mode, ${sql} AS sum FROM ${table} LIMIT 100`,
    );
    const sums = new Float64Array(1);
    for (const { x, mode, sum } of rows) {
      model.scorer.sums(Float64Array.of(x, mode ?? NaN), sums);
      expect(sum).toBeCloseTo(sums[0]!, 12);
    }
  });
});

test("a category that all observations share moves nothing", async () => {
  await engine.run(
    "CREATE VIEW by_car AS SELECT * REPLACE (1 AS mode) FROM travel_two WHERE mode = 1",
  );
  const [first] = CASES;
  const model = await fit(["", "by_car", first![2], first![3], first![4]], [...NUMBERS, MODE]);
  expect(model.coefficients).toHaveLength(1);
  expect(model.scorer.contributions(Float64Array.of(0.5, 1)).moved[1]).toBe(0);
});

test("more names than a weighted sum has room for are refused", async () => {
  await engine.run(
    "CREATE VIEW wide AS SELECT i AS observation, i AS entity, i % 300 AS mode, i % 2 AS label FROM range(900) AS t(i)",
  );
  const many: TrainingFeature = {
    name: "mode",
    type: "category",
    categories: Array.from({ length: 300 }, (_, i) => `n${i}`),
  };
  await expect(fit(["", "wide", "classification", 2, CASES[0]![4]], [many])).rejects.toMatchObject({
    code: "DESIGN_TOO_WIDE",
    message: expect.stringContaining("299 columns"),
  });
});

test("two classes with many names have the coefficients of the fit in the engine", async () => {
  const categories = Array.from({ length: 45 }, (_, i) => `n${i}`);
  await engine.run(`
    CREATE TABLE many AS
    SELECT i AS observation, i AS entity, mode, (hash(i, 6) % 100 < 20 + mode)::BIGINT AS label
    FROM (SELECT i, (hash(i, 5) % 45)::INTEGER AS mode FROM range(3000) AS t(i))`);
  const features: readonly TrainingFeature[] = [{ name: "mode", type: "category", categories }];
  const [, , task, classes, options] = CASES[0]!;
  const observations = named("many");
  const statistics = await describeFeatures(engine, observations, features);
  const data = { observations, task, classes, features, statistics };
  const design = await designColumns(engine, data);
  const row = await engine.row<{ rows: number; positives: number }>(
    "SELECT count(*) AS rows, sum(label)::BIGINT AS positives FROM many",
  );
  const expected = await fitLogistic(engine, { ...design, ...row }, options as LogisticOptions);
  const { coefficients } = await estimatorOf("logistic").fit(engine, data, options);
  expect(coefficients).toHaveLength(44);
  design.named(expected.coefficients).forEach(({ feature, estimate, standardError }, i) => {
    expect(coefficients![i]!.feature).toBe(feature);
    expect(coefficients![i]!.estimate).toBeCloseTo(estimate, 7);
    expect(coefficients![i]!.standardError).toBeCloseTo(standardError, 7);
  });
});
