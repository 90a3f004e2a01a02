import { describe, expect, test } from "@jest/globals";
import { coverage } from "@despliega/trainer/evaluate/coverage.js";
import { predictionInterval } from "@despliega/trainer/evaluate/interval.js";
import { wilson } from "@despliega/trainer/evaluate/wilson.js";
import fc from "fast-check";

import { makeLognormal } from "../support/lognormal.js";
import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const intervalOf = async (
  scored: readonly (readonly [label: number, score: number])[],
  level: number,
  by: "factor" | "difference",
) => {
  await makeScored(engine, scored, "DOUBLE");
  return predictionInterval(engine, named("scored"), level, by);
};

const residuals = (n: number) => Array.from({ length: n }, (_, i) => [100 + i + 1, 100] as const);

describe("a prediction interval", () => {
  test("ends at the ranks that make up for the finite sample", async () => {
    // (39 + 1) · 0.1 / 2 is 2: the second smallest and the second largest of the residuals 1 to 39.
    expect(await intervalOf(residuals(39), 0.9, "difference")).toEqual({
      level: 0.9,
      by: "difference",
      lower: 2,
      upper: 38,
    });
  });

  test("is of the ratios of labels to answers", async () => {
    const scored = Array.from({ length: 19 }, (_, i) => [(i + 1) * 2 ** i, 2 ** i] as const);
    expect(await intervalOf(scored, 0.9, "factor")).toEqual({
      level: 0.9,
      by: "factor",
      lower: 1,
      upper: 19,
    });
  });

  test("is none where the level asks for more rows than there are", async () => {
    expect(await intervalOf(residuals(18), 0.9, "difference")).toBeUndefined();
    expect(await intervalOf(residuals(19), 0.9, "difference")).toMatchObject({
      lower: 1,
      upper: 19,
    });
    expect(await intervalOf([], 0.9, "difference")).toBeUndefined();
  });

  test("is none of ratios to an answer that is not positive", async () => {
    const scored = [...residuals(30), [1, 0] as const];
    expect(await intervalOf(scored, 0.9, "factor")).toBeUndefined();
    expect(await intervalOf(scored, 0.9, "difference")).toBeDefined();
  });

  test("holds as much of exchangeable rows, on average, as its level says", async () => {
    // Of the ranks that one more row can take among n, exactly those strictly between the two ends lie inside.
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 60 }),
        fc.double({ min: 0.5, max: 0.9, noNaN: true }),
        async (n, level) => {
          const interval = (await intervalOf(residuals(n), level, "difference"))!;
          expect((interval.upper - interval.lower) / (n + 1)).toBeGreaterThanOrEqual(level - 1e-9);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("learned from some rows holds about its level of others", async () => {
    await makeLognormal(engine, "lognormal", 60_000);
    const half = (which: number) =>
      engine.run(
        `CREATE OR REPLACE VIEW half${which} AS FROM lognormal WHERE observation % 2 = ${which}`,
      );
    await half(0);
    await half(1);
    const interval = (await predictionInterval(engine, named("half0"), 0.9, "factor"))!;
    // The 5 % quantile of a standard normal is −1.645.
    expect(Math.log(interval.lower) / 0.6).toBeCloseTo(-1.645, 1);
    expect(Math.log(interval.upper) / 0.6).toBeCloseTo(1.645, 1);
    const { inside, below, above } = await coverage(engine, named("half1"), interval);
    expect(inside).toBeCloseTo(0.9, 2);
    expect(inside + below + above).toBeCloseTo(1, 12);
  });
});

describe("coverage", () => {
  // Answers 1 to 20; the first label of each tenth lies inside, the second above in the upper half.
  const scored = Array.from({ length: 20 }, (_, i) => {
    const score = i + 1;
    return [i >= 10 && i % 2 === 1 ? score + 6 : score - 1, score] as const;
  });
  const interval = { level: 0.9, by: "difference", lower: -1, upper: 5 } as const;

  test("counts the labels inside, with both ends, in all and by tenth of the answers", async () => {
    await makeScored(engine, scored, "DOUBLE");
    const found = await coverage(engine, named("scored"), interval);
    expect(found).toMatchObject({ interval, inside: 0.75, below: 0, above: 0.25 });
    expect(found.deciles).toEqual(
      Array.from({ length: 10 }, (_, i) => ({
        decile: i + 1,
        predicted: 2 * i + 1.5,
        inside: i < 5 ? 1 : 0.5,
        ...wilson(i < 5 ? 2 : 1, 2),
        observations: 2,
      })),
    );
  });

  test("distinguishes labels below from labels above", async () => {
    await makeScored(engine, scored, "DOUBLE");
    const found = await coverage(engine, named("scored"), { ...interval, lower: 0 });
    expect(found).toMatchObject({ inside: 0, below: 0.75, above: 0.25 });
  });

  test("has half the width at low, middle and high answers", async () => {
    await makeScored(
      engine,
      Array.from({ length: 11 }, (_, i) => [i, 10 * i]),
      "DOUBLE",
    );
    const factor = { level: 0.9, by: "factor", lower: 0.5, upper: 2.5 } as const;
    expect((await coverage(engine, named("scored"), factor)).halfWidth).toEqual({
      p10: 10,
      p50: 50,
      p90: 90,
    });
    expect((await coverage(engine, named("scored"), interval)).halfWidth).toEqual({
      p10: 3,
      p50: 3,
      p90: 3,
    });
  });
});
