/// <reference path="../../../../storage/src/formats/logistic/ml-logistic-regression.d.ts" />
import { describe, expect, test } from "@jest/globals";
import { fitLogistic } from "@despliega/trainer/estimators/logistic/logistic.js";
import { describeFeatures } from "@despliega/trainer/estimators/statistics.js";
import fc from "fast-check";
import LogisticRegression from "ml-logistic-regression";
import { Matrix } from "ml-matrix";

import { testEngine } from "../../support/engine.js";
import { describeRows, uniform } from "../rows.js";
import { drawRows, fitRows, type LabelledRow } from "./data.js";
import { plainFit } from "./oracle.js";
import { named } from "../../../support/relations.js";

const engine = await testEngine();

/** Rows of a 2×2 table: how many of each label without and with the feature. */
const table = (
  without: readonly [number, number],
  having: readonly [number, number],
): LabelledRow[] =>
  [without, having].flatMap((counts, x) =>
    counts.flatMap((count, y) =>
      Array.from({ length: count }, () => ({ x: [x], y: y === 1 ? 1 : 0 }) as const),
    ),
  );

describe("the weights", () => {
  test("are those of ml-logistic-regression run to convergence", async () => {
    const rows = drawRows(60, [-0.5, 1.2, -0.7], 3);
    const peer = new LogisticRegression({ numSteps: 4_000, learningRate: 0.05 });
    peer.train(
      new Matrix(rows.map(({ x }) => [1, ...x.map((value) => value!)])),
      Matrix.columnVector(rows.map(({ y }) => y)),
    );
    const { weights } = await fitRows(engine, rows);
    const theirs = peer.classifiers[0]!.weights.getRow(0);
    weights.forEach((weight, i) => expect(weight).toBeCloseTo(theirs[i]!, 8));
  });

  test("of a 2×2 table are the log-odds and the log odds ratio", async () => {
    const { weights } = await fitRows(engine, table([30, 10], [15, 45]));
    expect(weights[0]).toBeCloseTo(Math.log(10 / 30), 9);
    expect(weights[1]).toBeCloseTo(Math.log((45 * 30) / (15 * 10)), 9);
  });

  test("without any feature that matters leave the log-odds of the whole", async () => {
    const { weights } = await fitRows(engine, table([30, 10], [60, 20]));
    expect(weights[0]).toBeCloseTo(Math.log(1 / 3), 9);
    expect(weights[1]).toBeCloseTo(0, 9);
  });

  test("are those of Newton's method in plain loops, whatever the rows and the ridge", async () => {
    const rows = fc.record({
      count: fc.integer({ min: 40, max: 150 }),
      weights: fc.array(fc.double({ min: -6, max: 6, noNaN: true }), {
        minLength: 2,
        maxLength: 5,
      }),
      seed: fc.nat(),
      ridge: fc.double({ min: 0.01, max: 100, noNaN: true }),
      missing: fc.double({ min: 0, max: 0.3, noNaN: true }),
      scale: fc.constantFrom(1e-6, 1, 1e9),
    });
    await fc.assert(
      fc.asyncProperty(rows, async ({ count, weights, seed, ridge, missing, scale }) => {
        const next = uniform(seed);
        const drawn = drawRows(count, weights, seed).map(({ x, y }, i) => ({
          x: x.map((value) => (i > 1 && next() < missing ? null : value! * scale)),
          y: i < 2 ? (i as 0 | 1) : y,
        }));
        const { beta, standardErrors } = plainFit(drawn, ridge);
        const { coefficients } = await fitRows(engine, drawn, { ridge });
        coefficients.forEach(({ estimate, standardError }, i) => {
          expect(estimate).toBeCloseTo(beta[i + 1]!, 6);
          expect(standardError / standardErrors[i + 1]!).toBeCloseTo(1, 4);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("shrink as the ridge grows", async () => {
    const rows = drawRows(200, [0, 2, -1]);
    const sizes: number[] = [];
    for (const ridge of [0, 1, 10, 100, 1e6]) {
      const { coefficients } = await fitRows(engine, rows, { ridge });
      sizes.push(Math.hypot(...coefficients.map(({ estimate }) => estimate)));
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(sizes.at(-1)).toBeLessThan(1e-3);
  });

  test("of a feature that does not vary are 0", async () => {
    const rows = drawRows(100, [0, 1]).map(({ x, y }) => ({ x: [...x, 7], y }));
    const { weights, coefficients } = await fitRows(engine, rows, { ridge: 1 });
    expect(weights[2]).toBeCloseTo(0, 12);
    expect(coefficients[1]).toEqual({
      feature: "x1",
      estimate: expect.closeTo(0, 12),
      standardError: 1,
    });
  });

  test("of a feature that is given twice are shared with a ridge", async () => {
    const rows = drawRows(200, [0, 1.5]).map(({ x, y }) => ({ x: [...x, ...x], y }));
    const { weights } = await fitRows(engine, rows, { ridge: 1 });
    expect(weights[1]).toBeCloseTo(weights[2]!, 9);
    expect(weights[1]).toBeGreaterThan(0.3);
  });

  test("of balanced classes are those of rows repeated until the classes are of one size", async () => {
    const rows = table([60, 8], [30, 22]);
    const statistics = await describeRows(engine, rows, "BIGINT");
    const balanced = await fitRows(engine, rows, { classWeights: "balanced", ridge: 2 });
    const repeated = rows.flatMap((row) => (row.y === 1 ? [row, row, row] : [row]));
    // The repeated rows weigh 1.5 times as much in all, and so must their ridge.
    const plain = await fitRows(engine, repeated, { statistics, ridge: 3 });
    balanced.weights.forEach((weight, i) => expect(weight).toBeCloseTo(plain.weights[i]!, 8));
  });
});

describe("the standard errors", () => {
  /** Rows of entities that are as large as given, the first ones first. */
  const grouped = (rows: readonly LabelledRow[], sizes: readonly number[]): LabelledRow[] => {
    const entities = sizes.flatMap((size, entity) => Array.from({ length: size }, () => entity));
    return rows.map((row, i) => ({ ...row, entity: entities[i] ?? 1_000 + i }));
  };
  const rows = drawRows(400, [-1.5, 1, -0.5], 5);
  const several = Array.from({ length: 60 }, (_, i) => 1 + (i % 5));

  test.each([
    ["weights and an entity for each row", "balanced", rows, "observations"],
    ["weights and entities of several rows", "balanced", grouped(rows, several), "entities"],
    ["no weights and entities of several rows", "none", grouped(rows, several), "entities"],
  ] as const)("with %s are those of the scores", async (_, classWeights, drawn, errors) => {
    const positives = drawn.filter(({ y }) => y === 1).length;
    const weights: [number, number] =
      classWeights === "none" ? [1, 1] : [400 / (2 * (400 - positives)), 400 / (2 * positives)];
    const plain = plainFit(drawn, 2, weights);
    const fitted = await fitRows(engine, drawn, { classWeights, ridge: 2 });
    expect(fitted.errors).toBe(errors);
    fitted.coefficients.forEach(({ standardError }, i) =>
      expect(standardError / plain.scoreErrors[i + 1]!).toBeCloseTo(1, 6),
    );
  });

  test("count observations where there are few entities", async () => {
    const few = grouped(
      rows,
      Array.from({ length: 8 }, () => 50),
    );
    expect((await fitRows(engine, few, { ridge: 2 })).errors).toBe("curvature");
  });

  test("are the same where an entity that is not known counts as one of its own", async () => {
    const drawn = grouped(rows, several);
    const known = await fitRows(engine, drawn, { ridge: 2 });
    const statistics = await describeRows(engine, drawn, "BIGINT");
    await engine.run("UPDATE training SET entity = NULL WHERE entity >= 1000");
    const positives = drawn.filter(({ y }) => y === 1).length;
    const data = { observations: named("training"), rows: 400, positives, statistics };
    const options = { kind: "logistic", ridge: 2, classWeights: "none" } as const;
    expect(await fitLogistic(engine, data, options)).toEqual(known);
  });
});

describe("no model is returned", () => {
  test("when a feature separates the classes and there is no ridge", async () => {
    await expect(fitRows(engine, table([20, 0], [0, 20]))).rejects.toMatchObject({
      code: "NOT_CONVERGED",
    });
    const ordered = Array.from({ length: 40 }, (_, i) => ({
      x: [i],
      y: i < 20 ? (0 as const) : (1 as const),
    }));
    await expect(fitRows(engine, ordered)).rejects.toMatchObject({ code: "NOT_CONVERGED" });
  });

  test("when they are separated in so many rows that the gradient is lost in rounding", async () => {
    await engine.run(`
      CREATE OR REPLACE TABLE training AS
      SELECT i AS observation, i AS entity, i % 2 AS x0, i % 2 AS label FROM range(90000) AS t(i)`);
    const statistics = [{ name: "x0", missing: 0, min: 0, max: 1, mean: 0.5, deviation: 0.5 }];
    const data = { observations: named("training"), rows: 90_000, positives: 45_000, statistics };
    await expect(
      fitLogistic(engine, data, { kind: "logistic", ridge: 0, classWeights: "none" }),
    ).rejects.toMatchObject({ code: "NOT_CONVERGED" });
  });

  test("when one value of a feature has one class only and there is no ridge", async () => {
    await expect(fitRows(engine, table([20, 0], [10, 20]))).rejects.toMatchObject({
      code: "NOT_CONVERGED",
    });
  });

  test.each([
    ["is given twice", (x: number) => [x, x]],
    ["does not vary", (x: number) => [x, 7]],
  ])("when a feature %s and there is no ridge", async (_, make) => {
    const rows = drawRows(200, [0, 1]).map(({ x, y }) => ({ x: make(x[0]!), y }));
    await expect(fitRows(engine, rows)).rejects.toMatchObject({ code: "NOT_CONVERGED" });
  });
});

test("a feature that separates the classes has a finite weight with a ridge", async () => {
  const { beta } = plainFit(table([20, 0], [0, 20]), 1);
  const { coefficients } = await fitRows(engine, table([20, 0], [0, 20]), { ridge: 1 });
  expect(coefficients[0]!.estimate).toBeCloseTo(beta[1]!, 7);
});

describe("a fit that starts on a sample", () => {
  const ROWS = 100_000;
  const NAMES = ["x0", "x1"];

  const fitWhere = async (label: string, classWeights: "none" | "balanced" = "none") => {
    await engine.run(`
      CREATE OR REPLACE TABLE training AS
      SELECT i AS observation, i AS entity, x0, x1, (${label})::BIGINT AS label
      FROM (
        SELECT i, hash(i, 1) % 1000 / 300 AS x0,
               CASE WHEN i % 7 > 0 THEN hash(i, 2) % 1000 / 500 END AS x1
        FROM range(${ROWS}) AS t(i)
      )`);
    const rows = await engine.rows<{ x0: number; x1: number | null; label: 0 | 1 }>(
      "FROM training",
    );
    const positives = rows.filter(({ label: y }) => y === 1).length;
    const statistics = await describeFeatures(
      engine,
      named("training"),
      NAMES.map((name) => ({ name, type: "number", description: "", missing: "allowed" })),
    );
    const fitted = await fitLogistic(
      engine,
      { observations: named("training"), rows: ROWS, positives, statistics },
      { kind: "logistic", ridge: 5, classWeights },
    );
    const weights: [number, number] =
      classWeights === "none" ? [1, 1] : [ROWS / (2 * (ROWS - positives)), ROWS / (2 * positives)];
    const plain = plainFit(
      rows.map(({ x0, x1, label: y }) => ({ x: [x0, x1], y })),
      5,
      weights,
    );
    return { fitted, plain };
  };

  test.each(["none", "balanced"] as const)(
    "comes to the optimum of all rows, with class weights %s",
    async (classWeights) => {
      const { fitted, plain } = await fitWhere(
        "hash(i, 9) % 100000 / 1e5 < 1 / (1 + exp(3.5 - 0.8 * x0 + 0.5 * coalesce(x1, 0)))",
        classWeights,
      );
      fitted.coefficients.forEach(({ estimate, standardError }, i) => {
        expect(Math.abs(estimate - plain.beta[i + 1]!)).toBeLessThan(1e-6);
        const errors = classWeights === "none" ? plain.standardErrors : plain.scoreErrors;
        const digits = classWeights === "none" ? 1 : 5;
        expect(standardError / errors[i + 1]!).toBeCloseTo(1, digits);
      });
    },
  );

  test("comes to it also when the sample has no observation of class 1", async () => {
    const { fitted, plain } = await fitWhere("hash(i) % 2 = 1 AND hash(i, 9) % 500 = 0");
    fitted.coefficients.forEach(({ estimate }, i) =>
      expect(Math.abs(estimate - plain.beta[i + 1]!)).toBeLessThan(1e-6),
    );
  });
});
