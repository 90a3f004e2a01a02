import { describe, expect, test } from "@jest/globals";
import { rankScores } from "@despliega/trainer/evaluate/ranking.js";
import { rankingMetrics } from "@despliega/trainer/evaluate/ranking-metrics.js";
import fc from "fast-check";

import { makeScored, testEngine } from "../support/engine.js";
import { EXAMPLE } from "./example.js";
import { plainMetrics, type Scored } from "./oracle.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const metricsOf = async (scored: readonly Scored[]) => {
  await makeScored(engine, scored);
  const ranking = await rankScores(engine, named("scored"));
  return rankingMetrics(engine, ranking);
};

describe("the metrics of a ranking", () => {
  test("are those worked out by hand", async () => {
    const { roc_auc, gini, ks, pr_auc } = await metricsOf(EXAMPLE);
    expect(roc_auc).toBeCloseTo((5 + 4.5 + 2) / 15, 14);
    expect(gini).toBeCloseTo(8 / 15, 14);
    expect(ks).toBeCloseTo(2 / 3 - 1 / 5, 14);
    expect(pr_auc).toBeCloseTo((1 + 2 / 3 + 3 / 7) / 3, 14);
  });

  test("are perfect when every positive scores above every negative", async () => {
    expect(
      await metricsOf([
        [0, 0.1],
        [1, 0.9],
        [1, 0.8],
        [0, 0.2],
      ]),
    ).toEqual({ roc_auc: 1, gini: 1, ks: 1, pr_auc: 1 });
  });

  test("say nothing when all scores are equal", async () => {
    expect(
      await metricsOf([
        [0, 0.5],
        [1, 0.5],
        [0, 0.5],
        [0, 0.5],
      ]),
    ).toEqual({ roc_auc: 0.5, gini: 0, ks: 0, pr_auc: 0.25 });
  });

  test("are the worst when every positive scores below every negative", async () => {
    const { roc_auc, gini, ks } = await metricsOf([
      [1, 0.1],
      [0, 0.9],
    ]);
    expect({ roc_auc, gini, ks }).toEqual({ roc_auc: 0, gini: -1, ks: 1 });
  });

  test("are those of plain loops, whatever the scores", async () => {
    const scored = fc.tuple(
      fc.constantFrom<0 | 1>(0, 1),
      fc.integer({ min: 0, max: 12 }).map((step) => step / 12),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(scored, { maxLength: 40 }), async (some) => {
        const all: Scored[] = [[0, 0.5], [1, 0.5], ...some];
        const found = await metricsOf(all);
        for (const [name, value] of Object.entries(plainMetrics(all)))
          expect(found[name as keyof typeof found]).toBeCloseTo(value, 12);
      }),
      { numRuns: 60 },
    );
  });
});
