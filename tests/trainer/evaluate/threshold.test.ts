import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { rankScores } from "@despliega/trainer/evaluate/ranking.js";
import { chooseThreshold } from "@despliega/trainer/evaluate/threshold.js";
import type { ThresholdPolicy } from "@despliega/trainer/evaluate/threshold-policy.js";

import { makeScored, testEngine } from "../support/engine.js";
import { EXAMPLE } from "./example.js";
import type { Scored } from "./oracle.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const choose = async (
  scored: readonly Scored[],
  policy: ThresholdPolicy = { policy: "best_f1" },
) => {
  await makeScored(engine, scored);
  return chooseThreshold(engine, await rankScores(engine, named("scored")), policy);
};

const thresholdOf = async (...asked: Parameters<typeof choose>): Promise<number> =>
  (await choose(...asked)).value;

describe("the threshold with the best F1", () => {
  test("is halfway to the next score", async () => {
    expect(await thresholdOf(EXAMPLE)).toBeCloseTo(0.7, 14);
  });

  test("is the highest of those with equal F1", async () => {
    // F1 is 2/3 with the first score alone, and again with all four.
    const value = await thresholdOf([
      [1, 0.9],
      [0, 0.8],
      [0, 0.7],
      [1, 0.6],
    ]);
    expect(value).toBeCloseTo(0.85, 14);
  });

  test("is the lowest score when all are to be flagged", async () => {
    const value = await thresholdOf([
      [0, 0.5],
      [1, 0.5],
    ]);
    expect(value).toBe(0.5);
  });

  test("flags the lowest score although its digits are rounded", async () => {
    const lowest = 0.1234567890126789;
    const value = await thresholdOf([
      [0, lowest],
      [1, lowest],
    ]);
    expect(value).toBeLessThanOrEqual(lowest);
    expect(value).toBeCloseTo(lowest, 10);
  });

  test("lies between scores that are nearer to each other than its digits", async () => {
    const [low, high] = [0.12345678901251, 0.12345678901253];
    const value = await thresholdOf([
      [0, low],
      [1, high],
    ]);
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThanOrEqual(high);
  });

  test("is told with its policy", async () => {
    expect((await choose(EXAMPLE)).policy).toMatch(/^max-f1: /);
  });
});

/** Counts of what a threshold flags, by a loop. */
const countsAt = (scored: readonly Scored[], value: number) => {
  const flagged = scored.filter(([, score]) => score >= value);
  const positives = scored.filter(([label]) => label === 1).length;
  const tp = flagged.filter(([label]) => label === 1).length;
  const [fp, fn] = [flagged.length - tp, positives - tp];
  return { tp, fp, fn, flagged: flagged.length, share: flagged.length / scored.length };
};

/** Every threshold that flags something else, the one that flags nothing too. */
const thresholds = (scored: readonly Scored[]): readonly number[] => [
  Infinity,
  ...new Set(scored.map(([, score]) => score)),
];

/** Scores of both classes, in hundredths, so that many are equal. */
const table = fc
  .array(fc.tuple(fc.constantFrom<0 | 1>(0, 1), fc.integer({ min: 0, max: 100 })), {
    minLength: 2,
    maxLength: 40,
  })
  .map((rows): Scored[] => [
    [0, 0.3],
    [1, 0.4],
    ...rows.map(([label, hundredth]): Scored => [label, hundredth / 100]),
  ]);

const forAll = <Given>(
  given: fc.Arbitrary<Given>,
  check: (scored: readonly Scored[], given: Given) => Promise<void>,
) => fc.assert(fc.asyncProperty(table, given, check), { numRuns: 30 });

describe("a policy, against every threshold by a loop", () => {
  test("of costs has the least cost, and flags the fewest that have it", async () => {
    const cost = fc.integer({ min: 1, max: 20 });
    await forAll(fc.tuple(cost, cost), async (scored, [falseAlarm, miss]) => {
      const value = await thresholdOf(scored, { policy: "cost", falseAlarm, miss });
      const costAt = (at: number) => {
        const { fp, fn } = countsAt(scored, at);
        return fp * falseAlarm + fn * miss;
      };
      const least = Math.min(...thresholds(scored).map(costAt));
      const fewest = thresholds(scored)
        .filter((at) => costAt(at) === least)
        .map((at) => countsAt(scored, at).flagged);
      expect([costAt(value), countsAt(scored, value).flagged]).toEqual([
        least,
        Math.min(...fewest),
      ]);
    });
  });

  test("of a share flags at most that share, and no more could be", async () => {
    await forAll(fc.constantFrom(0.01, 0.1, 0.25, 0.5, 0.9), async (scored, share) => {
      const value = await thresholdOf(scored, { policy: "flagged", share });
      const allowed = thresholds(scored)
        .map((at) => countsAt(scored, at))
        .filter((counts) => counts.share <= share)
        .map((counts) => counts.flagged);
      expect(countsAt(scored, value).flagged).toBe(Math.max(...allowed));
    });
  });

  test("of a precision has it with the best recall, or is told to be out of reach", async () => {
    await forAll(fc.constantFrom(0.2, 0.5, 0.8, 0.99), async (scored, least) => {
      const reached = thresholds(scored)
        .map((at) => countsAt(scored, at))
        .filter(({ tp, flagged }) => flagged > 0 && tp / flagged >= least);
      const choosing = thresholdOf(scored, { policy: "precision", least });
      if (reached.length === 0)
        return expect(choosing).rejects.toMatchObject({ code: "THRESHOLD_UNREACHABLE" });
      const { tp, flagged } = countsAt(scored, await choosing);
      expect(tp / flagged).toBeGreaterThanOrEqual(least);
      expect(tp).toBe(Math.max(...reached.map((counts) => counts.tp)));
    });
  });

  test("of a recall has it and flags the fewest", async () => {
    await forAll(fc.constantFrom(0.1, 0.5, 0.9), async (scored, least) => {
      const value = await thresholdOf(scored, { policy: "recall", least });
      const reached = thresholds(scored)
        .map((at) => countsAt(scored, at))
        .filter(({ tp, fn }) => tp / (tp + fn) >= least);
      expect(countsAt(scored, value).flagged).toBe(
        Math.min(...reached.map(({ flagged }) => flagged)),
      );
    });
  });
});

test.each<[number, readonly Scored[]]>([
  [
    0.95,
    [
      [0, 0.9],
      [1, 0.1],
    ],
  ],
  [
    1 + 5e-10,
    [
      [0, 1],
      [1, 0.1],
    ],
  ],
])("a threshold that flags nothing is %d, above every score", async (value, scored) => {
  const policy = { policy: "cost", falseAlarm: 5, miss: 1 } as const;
  expect(await thresholdOf(scored, policy)).toBeCloseTo(value, 12);
});

test("a given threshold is taken as it is", async () => {
  expect(await choose(EXAMPLE, { value: 0.123 })).toEqual({
    value: 0.123,
    policy: "value: the one that the model's definition gives",
  });
});
