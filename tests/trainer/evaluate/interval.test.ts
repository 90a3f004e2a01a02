import { describe, expect, test } from "@jest/globals";
import { endsOf } from "@despliega/storage";
import { coverage } from "@despliega/trainer/evaluate/coverage.js";
import { predictionInterval } from "@despliega/trainer/evaluate/interval.js";
import { endsSql } from "@despliega/trainer/evaluate/interval-sql.js";
import { wilson } from "@despliega/trainer/evaluate/wilson.js";
import fc from "fast-check";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

type Scored = readonly (readonly [label: number, score: number])[];

const intervalOf = async (scored: Scored, level: number, by: "factor" | "difference") => {
  await makeScored(engine, scored, "DOUBLE");
  return predictionInterval(engine, named("scored"), level, by);
};

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const residuals = (n: number): Scored => numbers(n).map((i) => [100 + i, 100]);

describe("a prediction interval", () => {
  test("ends at the ranks that make up for the finite sample", async () => {
    // (39 + 1) · 0.1 / 2 is 2: the second smallest and the second largest of the residuals 1 to 39.
    expect(await intervalOf(residuals(39), 0.9, "difference")).toEqual({
      level: 0.9,
      by: "difference",
      at: [100],
      lower: [2],
      upper: [38],
      least: 0,
    });
  });

  test("is of the ratios of labels to answers", async () => {
    const scored = numbers(19).map((i) => [i * 2 ** i, 2 ** i] as const);
    expect(await intervalOf(scored, 0.9, "factor")).toEqual({
      level: 0.9,
      by: "factor",
      at: [2 ** 10],
      lower: [1],
      upper: [19],
    });
  });

  test("has ends for each group of answers, of at least ten residuals beyond each", async () => {
    // Two groups of 99 rows, whose ends are their 10th residuals: one less of all rows leaves one group.
    const scored: Scored = numbers(200).map((i) =>
      i <= 100 ? [i + (i % 100) / 10, i] : [1_000 + i + (i % 100), 1_000 + i],
    );
    expect(await intervalOf(scored, 0.8, "difference")).toMatchObject({
      at: [50.5, 1_150.5],
      lower: [expect.closeTo(0.9, 9), 9],
      upper: [expect.closeTo(9, 9), 90],
    });
    expect((await intervalOf(scored.slice(1), 0.8, "difference"))!.at).toEqual([1_101]);
  });

  test("has equal answers in one group, and no ends of a group that they leave small", async () => {
    const tied: Scored = numbers(200).map((i) => [i, i <= 160 ? 7 : i]);
    expect((await intervalOf(tied, 0.8, "difference"))!.at).toEqual([7]);
    const less: Scored = numbers(200).map((i) => [i, i <= 140 ? 7 : i]);
    expect((await intervalOf(less, 0.8, "difference"))!.at).toEqual([7, 170.5]);
  });

  test("does not end below 0 where labels do not", async () => {
    const scored: Scored = numbers(200).map((i) => [i % 2 === 0 ? 0 : 2 * i, i]);
    const ends = endsOf((await intervalOf(scored, 0.8, "difference"))!);
    expect(ends(1)[0]).toBe(0);
    expect(ends(-1_000)).toEqual(ends(0));
    expect(ends(0)[1]).toBeGreaterThan(0);
    // As answers of 0 their residuals are 1 to 19, of which the first and the last are ends; as those of −100 all are 100 more.
    const under: Scored = numbers(19).map((label) => [label, -100]);
    const found = await intervalOf(under, 0.9, "difference");
    expect(found).toMatchObject({ at: [0], lower: [1], upper: [19] });
    const negative: Scored = [[-1, 3], ...scored];
    expect(await intervalOf(negative, 0.8, "difference")).not.toHaveProperty("least");
  });

  test("is none where the level asks for more rows than there are", async () => {
    expect(await intervalOf(residuals(18), 0.9, "difference")).toBeUndefined();
    expect(await intervalOf(residuals(19), 0.9, "difference")).toMatchObject({
      lower: [1],
      upper: [19],
    });
    expect(await intervalOf([], 0.9, "difference")).toBeUndefined();
  });

  test("is none of ratios to an answer that is not positive", async () => {
    const scored: Scored = [...residuals(30), [1, 0]];
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
          const { lower, upper } = (await intervalOf(residuals(n), level, "difference"))!;
          expect((upper[0]! - lower[0]!) / (n + 1)).toBeGreaterThanOrEqual(level - 1e-9);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("has the same ends in SQL and in an answer", async () => {
    const answers = [-5, 0, 0.5, 1, 2, 3.3, 10, 99];
    for (const by of ["factor", "difference"] as const) {
      const ends = {
        level: 0.8,
        by,
        at: [0, 1, 3, 10],
        lower: [-3, -2, 0.5, 0.2],
        upper: [3, 4, 5, 9],
      };
      for (const interval of [ends, { ...ends, least: 0 }]) {
        const [from, to] = endsSql("x", interval);
        const found = await engine.rows<{ low: number; high: number }>(
          `SELECT ${from} AS low, ${to} AS high FROM (SELECT unnest([${answers.map((x) => `${x}::DOUBLE`).join()}]) AS x)`,
        );
        expect(found.map(({ low, high }) => [low, high])).toEqual(answers.map(endsOf(interval)));
      }
    }
  });
});

describe("coverage", () => {
  // Answers 1 to 20; the first label of each tenth lies inside, the second above in the upper half.
  const scored = numbers(20).map(
    (score, i) => [i >= 10 && i % 2 === 1 ? score + 6 : score - 1, score] as const,
  );
  const interval = {
    level: 0.9,
    by: "difference" as const,
    at: [0],
    lower: [-1],
    upper: [5],
  };

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
    const found = await coverage(engine, named("scored"), { ...interval, lower: [0] });
    expect(found).toMatchObject({ inside: 0, below: 0.75, above: 0.25 });
  });

  test("has half the width at low, middle and high answers", async () => {
    await makeScored(
      engine,
      Array.from({ length: 11 }, (_, i) => [i, 10 * i]),
      "DOUBLE",
    );
    const factor = {
      level: 0.9,
      by: "factor" as const,
      at: [10, 90],
      lower: [0, 0],
      upper: [2, 1],
    };
    expect((await coverage(engine, named("scored"), factor)).halfWidth).toEqual({
      p10: 10,
      p50: 37.5,
      p90: 45,
    });
  });
});
