import { describe, expect, test } from "@jest/globals";

import { testEngine } from "../../support/engine.js";
import { drawRows, fitRows, fitTable } from "./data.js";
import type { Row } from "../rows.js";
import { plainFit } from "./oracle.js";

const engine = await testEngine();
const engines = [await testEngine(1), await testEngine(2), await testEngine(8)];

/** Answers of 1, 3, 2 and 4 at 1, 2, 3 and 4: the slope is 4/5, and the squared errors add up to 1.8. */
const FOUR: readonly Row[] = [1, 3, 2, 4].map((y, i) => ({ x: [i + 1], y }));

describe("four rows", () => {
  test("have the line that was worked out by hand", async () => {
    const { weights, coefficients } = await fitRows(engine, FOUR);
    expect(weights[0]).toBeCloseTo(0.5, 12);
    expect(weights[1]).toBeCloseTo(0.8, 12);
    // Per standard deviation, which is √1.25; the variance of the errors is 1.8 / 2.
    expect(coefficients).toEqual([
      {
        feature: "x0",
        estimate: expect.closeTo(0.8 * Math.sqrt(1.25), 12),
        standardError: expect.closeTo(Math.sqrt(0.9 / 4), 12),
      },
    ]);
  });

  test("have half the slope with a ridge of as much as the rows, through the same middle", async () => {
    const { weights } = await fitRows(engine, FOUR, { ridge: 4 });
    expect(weights[0]).toBeCloseTo(1.5, 12);
    expect(weights[1]).toBeCloseTo(0.4, 12);
  });

  test("have a line of logarithms", async () => {
    const rows = FOUR.map(({ x, y }) => ({ x, y: Math.exp(y) }));
    const { weights } = await fitRows(engine, rows, { target: "log" });
    expect(weights[0]).toBeCloseTo(0.5, 12);
    expect(weights[1]).toBeCloseTo(0.8, 12);
  });
});

test.each([
  ["no ridge", 400, 0],
  ["a ridge", 400, 25],
  ["few rows", 8, 0.5],
])(
  "three features with gaps come to the normal equations' weights with %s",
  async (_, n, ridge) => {
    const rows = drawRows(n, [2, -0.3, 0.01]);
    const { coefficients } = await fitRows(engine, rows, { ridge });
    const plain = plainFit(rows, ridge);
    coefficients.forEach(({ estimate, standardError }, i) => {
      expect(estimate).toBeCloseTo(plain.beta[i + 1]!, 9);
      expect(standardError).toBeCloseTo(plain.standardErrors[i + 1]!, 9);
    });
  },
);

test("a missing value counts as the mean of those that are there", async () => {
  const rows = drawRows(50, [1, 0.5]);
  const there = rows.flatMap(({ x }) => x[1] ?? []);
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const { weights } = await fitRows(engine, rows);
  const filled = await fitRows(
    engine,
    rows.map(({ x, y }) => ({ x: [x[0]!, x[1] ?? mean], y })),
  );
  expect(rows.some(({ x }) => x[1] === null)).toBe(true);
  filled.weights.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 12));
});

test("labels that lie close together far from 0 keep their digits", async () => {
  const { weights } = await fitRows(
    engine,
    FOUR.map(({ x, y }) => ({ x, y: 1e9 + y })),
  );
  expect(weights[1]).toBeCloseTo(0.8, 9);
  expect(weights[0]! - 1e9).toBeCloseTo(0.5, 6);
});

test("labels that are all equal have no slope", async () => {
  const { weights } = await fitRows(
    engine,
    FOUR.map(({ x }) => ({ x, y: 7 })),
  );
  expect(weights).toEqual([7, 0]);
});

test("more rows than a thread takes at once give the same bits with 1, 2 and 8 threads", async () => {
  const fits: unknown[] = [];
  for (const own of engines) {
    await own.run(`
      CREATE TABLE training AS
      SELECT i AS observation, x0, CASE WHEN i % 7 > 0 THEN hash(i, 2) % 1000 / 500 END AS x1,
             exp(x0 + hash(i, 3) % 1000 / 900) AS label
      FROM (SELECT i, hash(i, 1) % 1000 / 300 AS x0 FROM range(400000) AS t(i))`);
    fits.push([
      await fitTable(own, "training", 2),
      await fitTable(own, "training", 2, { target: "log", ridge: 3 }),
    ]);
  }
  expect(fits[1]).toEqual(fits[0]);
  expect(fits[2]).toEqual(fits[0]);
});

describe("a feature without anything of its own", () => {
  const [SUM, TWICE, STILL] = [
    (a: number, b: number) => [a, b, a + b],
    (a: number) => [a, 3 * a - 1],
    (a: number) => [a, 7],
  ];
  const make = (of: (a: number, b: number) => number[], count = 500): Row[] =>
    drawRows(count, [1, 0, 2]).map(({ x, y }) => ({ x: of(x[0]!, x[2]!), y }));

  test.each([
    ["that is the sum of others", SUM, "x2"],
    ["that another repeats on a scale of its own", TWICE, "x1"],
    ["that does not vary", STILL, "x1"],
  ])("is refused by its name without a ridge, as one %s", async (_, of, name) => {
    await expect(fitRows(engine, make(of))).rejects.toMatchObject({
      code: "FEATURES_COLLINEAR",
      message: expect.stringContaining(`Feature ${name} `),
    });
  });

  test("is refused whatever rounding leaves of it", async () => {
    for (let share = 1; share <= 20; share++)
      await expect(
        fitRows(
          engine,
          make((a, b) => [a, b, share * a - b / 3]),
        ),
      ).rejects.toMatchObject({ code: "FEATURES_COLLINEAR" });
  });

  test("is refused where there are fewer rows than weights", async () => {
    await expect(fitRows(engine, drawRows(2, [1, 0, 2]))).rejects.toMatchObject({
      code: "FEATURES_COLLINEAR",
    });
  });

  test.each([
    ["the sum of others", SUM],
    ["a repetition", TWICE],
    ["a constant", STILL],
  ])("shares the weight with a ridge: %s", async (_, of) => {
    const rows = make(of);
    const { coefficients } = await fitRows(engine, rows, { ridge: 1 });
    for (const { estimate } of coefficients) expect(Math.abs(estimate)).toBeLessThan(100);
  });

  test("is distinguished from one that nearly repeats another", async () => {
    const rows = make((a, b) => [a, a + 1e-4 * b]);
    const plain = plainFit(rows, 0);
    const { coefficients } = await fitRows(engine, rows);
    coefficients.forEach(({ estimate }, i) =>
      expect(estimate / plain.beta[i + 1]!).toBeCloseTo(1, 3),
    );
  });
});

test.each([0, -2])("a label of %d has no logarithm", async (label) => {
  const rows = FOUR.map(({ x, y }, i) => ({ x, y: i === 2 ? label : y }));
  await expect(fitRows(engine, rows, { target: "log" })).rejects.toMatchObject({
    code: "TARGET_NOT_POSITIVE",
    message: expect.not.stringContaining("-2"),
  });
});
