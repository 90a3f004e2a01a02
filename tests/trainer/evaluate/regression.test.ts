import { describe, expect, test } from "@jest/globals";
import type { Interval } from "@despliega/trainer/evaluate/evaluation.js";
import { evaluateRegression, measureRegression } from "@despliega/trainer/evaluate/regression.js";
import fc from "fast-check";

import { makeLognormal } from "../support/lognormal.js";
import { makeScored, testEngine } from "../support/engine.js";
import { plainErrors } from "./oracle.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();
const engines = [await testEngine(1), await testEngine(3)];
const LOG = { of: "log", smearing: 1 } as const;

const measure = async (
  scored: readonly (readonly [label: number, score: number])[],
  scale?: { readonly of: "log"; readonly smearing: number },
) => {
  await makeScored(engine, scored, "DOUBLE");
  return measureRegression(engine, named("scored"), scored.length, scale);
};

const EXAMPLE = [
  [1, 2],
  [2, 2],
  [3, 5],
  [6, 5],
] as const;

describe("the metrics of a regression", () => {
  test("are those worked out by hand", async () => {
    const { metrics, observations } = await measure(EXAMPLE);
    expect(observations).toBe(4);
    // The mean label is 3, the squares about it are 4 + 1 + 0 + 9, those of the errors 1 + 0 + 4 + 1.
    expect(metrics).toEqual({
      r2: expect.closeTo(1 - 6 / 14, 14),
      mae: 1,
      rmse: expect.closeTo(Math.sqrt(6 / 4), 14),
      bias: 0.5,
      mape: expect.closeTo((1 + 0 + 2 / 3 + 1 / 6) / 4, 14),
    });
  });

  test("are set against the mean label as the answer to everything", async () => {
    const { baseline } = await measure(EXAMPLE);
    expect(baseline).toEqual({
      r2: 0,
      mae: 6 / 4,
      rmse: expect.closeTo(Math.sqrt(14 / 4), 14),
      bias: 0,
      mape: expect.closeTo((2 + 1 / 2 + 0 + 3 / 6) / 4, 14),
    });
  });

  test("leave a label of 0 out of the mean share, and the share out when there is no other", async () => {
    const { metrics } = await measure([
      [0, 1],
      [4, 3],
    ]);
    expect(metrics["mape"]).toBe(0.25);
    const zeros = await measure([
      [0, 1],
      [0, 2],
    ]);
    expect(zeros.metrics).not.toHaveProperty("mape");
    expect(zeros.baseline).not.toHaveProperty("mape");
  });

  test("have no mean share where a label is so near to 0 that it is beyond all numbers", async () => {
    const { metrics } = await measure([
      [5e-324, 1],
      [2, 1],
    ]);
    expect(metrics).not.toHaveProperty("mape");
    expect(metrics["mae"]).toBe(1);
  });

  test("explain all or nothing of labels that are all equal", async () => {
    const equal = [
      [0.1, 0.1],
      [0.1, 0.1],
      [0.1, 0.1],
    ] as const;
    expect((await measure(equal)).metrics["r2"]).toBe(1);
    expect((await measure([...equal, [0.1, 0.2]])).metrics["r2"]).toBe(0);
  });

  test("of a model on a logarithmic scale are also those before smearing", async () => {
    const smearing = 1.5;
    const { metrics, baseline } = await measure(
      [
        [1, smearing * Math.E],
        [Math.E ** 2, smearing * Math.E ** 2],
        [Math.E ** 3, smearing * Math.E],
      ],
      { of: "log", smearing },
    );
    // Logarithms 0, 2 and 3 about a mean of 5/3; errors 1, 0 and −2.
    const variation = 25 / 9 + 1 / 9 + 16 / 9;
    expect(metrics["log_r2"]).toBeCloseTo(1 - 5 / variation, 12);
    expect(metrics["log_mae"]).toBeCloseTo(1, 12);
    expect(metrics["log_rmse"]).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(baseline["log_rmse"]).toBeCloseTo(Math.sqrt(variation / 3), 12);
    expect(baseline["log_mae"]).toBeCloseTo((5 / 3 + 1 / 3 + 4 / 3) / 3, 12);
    expect(baseline["log_r2"]).toBe(0);
  });

  test("have no logarithm where a label or an answer is not positive", async () => {
    for (const odd of [[0, 1] as const, [1, -1] as const]) {
      const { metrics } = await measure([...EXAMPLE, odd], LOG);
      expect(Object.keys(metrics)).toEqual(["r2", "mae", "rmse", "bias", "mape"]);
    }
  });

  test("are those of plain loops, whatever the numbers", async () => {
    const amount = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(amount, amount), { minLength: 2, maxLength: 40 }),
        async (scored) => {
          const { metrics } = await measure(scored);
          const expected = plainErrors(scored);
          for (const name of ["mae", "rmse", "bias"] as const)
            expect(Math.abs(metrics[name]! - expected[name])).toBeLessThanOrEqual(
              1e-9 * expected.largest,
            );
          if (expected.variation > 1e-6 * expected.largest ** 2)
            expect(metrics["r2"]! / expected.r2).toBeCloseTo(1, 6);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("an evaluation has the same bits with any number of threads and in any order of its rows", async () => {
  const interval = {
    level: 0.9,
    by: "factor",
    at: [1e6, 1e8],
    lower: [0.4, 0.5],
    upper: [2.7, 2],
  } satisfies Interval;
  const evaluations = [];
  for (const [i, one] of engines.entries()) {
    await makeLognormal(one, "ordered", 250_000);
    const order = i === 0 ? "observation" : "hash(observation, 7)";
    await one.run(`CREATE TABLE scored AS FROM ordered ORDER BY ${order}`);
    const scale = { of: "log", smearing: 1.2 } as const;
    evaluations.push(await evaluateRegression(one, named("scored"), 250_000, { scale, interval }));
  }
  expect(evaluations[1]).toEqual(evaluations[0]);
});

test("an evaluation without an interval has no coverage", async () => {
  await makeScored(engine, EXAMPLE, "DOUBLE");
  expect(await evaluateRegression(engine, named("scored"), 4, {})).not.toHaveProperty("interval");
});
