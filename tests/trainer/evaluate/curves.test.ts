import { describe, expect, test } from "@jest/globals";
import { curves } from "@despliega/trainer/evaluate/curves.js";
import { rankScores } from "@despliega/trainer/evaluate/ranking.js";

import { makeScored, testEngine } from "../support/engine.js";
import { EXAMPLE } from "./example.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

test("a short curve has every point, worked out by hand", async () => {
  await makeScored(engine, EXAMPLE);
  const ranking = await rankScores(engine, named("scored"));
  const { roc, precisionRecall } = await curves(engine, ranking);
  expect(roc).toEqual(
    [
      [0, 0],
      [0, 1 / 3],
      [1 / 5, 2 / 3],
      [2 / 5, 2 / 3],
      [4 / 5, 1],
      [1, 1],
    ].map(([fpr, tpr]) => ({ fpr, tpr })),
  );
  expect(precisionRecall).toEqual(
    [
      [1 / 3, 1],
      [2 / 3, 2 / 3],
      [1, 3 / 7],
    ].map(([recall, precision]) => ({ recall, precision })),
  );
});

describe("a long curve", () => {
  test("is thinned out, rises, and keeps both ends", async () => {
    await engine.run(`
      CREATE OR REPLACE TABLE long AS
      SELECT i AS observation, (hash(i) % 10 = 0)::BIGINT AS label,
             1 / (1 + exp(-(hash(i, 1) % 100000 / 1e5 + (hash(i) % 10 = 0)::BIGINT))) AS score
      FROM range(20000) AS t(i)`);
    const ranking = await rankScores(engine, named("long"));
    const { roc, precisionRecall } = await curves(engine, ranking);
    expect(roc.length).toBeGreaterThan(150);
    expect(roc.length).toBeLessThan(205);
    expect(roc[0]).toEqual({ fpr: 0, tpr: 0 });
    expect(roc.at(-1)).toEqual({ fpr: 1, tpr: 1 });
    expect(roc).toEqual(roc.toSorted((a, b) => a.fpr - b.fpr || a.tpr - b.tpr));
    expect(roc).toEqual(roc.toSorted((a, b) => a.tpr - b.tpr || a.fpr - b.fpr));
    expect(precisionRecall.length).toBeGreaterThan(150);
    expect(precisionRecall.length).toBeLessThan(205);
    expect(precisionRecall[0]!.recall).toBeLessThan(0.01);
    expect(precisionRecall.at(-1)!.recall).toBe(1);
    expect(precisionRecall).toEqual(precisionRecall.toSorted((a, b) => a.recall - b.recall));
  });
});
