import { describe, expect, test } from "@jest/globals";
import { distribution } from "@despliega/trainer/evaluate/distribution.js";
import fc from "fast-check";

import { makeScored, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

describe("the distribution of the scores", () => {
  test("sums to 1 in each class, in bins without gaps that hold every score", async () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    const labels = fc.array(fc.tuple(fc.constantFrom(0, 1), score), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(labels, score, async (some, one) => {
        const scored = [[0, one] as const, [1, 0.25] as const, ...some];
        await makeScored(engine, scored);
        const bins = await distribution(engine, named("scored"));
        for (const label of [0, 1]) {
          const own = bins.filter((bin) => bin.class === label);
          expect(own.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
          const scores = scored.filter(([is]) => is === label).map(([, s]) => s);
          for (const s of scores) {
            const within = own.filter(({ from, to }) => s >= from - 1e-8 && s <= to + 1e-8);
            expect(within.length).toBeGreaterThan(0);
          }
        }
        const edges = new Set(bins.flatMap(({ from, to }) => [from, to]));
        expect(edges.size).toBeLessThanOrEqual(41);
      }),
      { numRuns: 60 },
    );
  });

  test("is in equal steps of log-odds", async () => {
    const probability = (logit: number) => 1 / (1 + Math.exp(-logit));
    await makeScored(
      engine,
      Array.from({ length: 41 }, (_, i) => [i % 2, probability((i - 20) / 10 + 0.001 * i)]),
    );
    const bins = await distribution(engine, named("scored"));
    const logit = (p: number) => Math.log(p / (1 - p));
    for (const { from, to } of bins) expect(logit(to) - logit(from)).toBeCloseTo(0.101, 9);
  });

  test("is one bin a class when all scores are equal", async () => {
    await makeScored(engine, [
      [0, 0.3],
      [1, 0.3],
      [0, 0.3],
    ]);
    const bins = await distribution(engine, named("scored"));
    expect(bins.map(({ class: label, share }) => [label, share])).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });
});
