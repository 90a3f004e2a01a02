import { expect, test } from "@jest/globals";
import { rankScores } from "@despliega/trainer/evaluate/ranking.js";
import { maxF1Threshold } from "@despliega/trainer/evaluate/threshold.js";

import { makeScored, testEngine } from "../support/engine.js";
import { EXAMPLE } from "./example.js";
import type { Scored } from "./oracle.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const thresholdOf = async (scored: readonly Scored[]): Promise<number> => {
  await makeScored(engine, scored);
  const ranking = await rankScores(engine, named("scored"));
  return (await maxF1Threshold(engine, ranking)).value;
};

test("the threshold with the best F1 is halfway to the next score", async () => {
  expect(await thresholdOf(EXAMPLE)).toBeCloseTo(0.7, 14);
});

test("of thresholds with equal F1 the highest is taken", async () => {
  // F1 is 2/3 with the first score alone, and again with all four.
  const value = await thresholdOf([
    [1, 0.9],
    [0, 0.8],
    [0, 0.7],
    [1, 0.6],
  ]);
  expect(value).toBeCloseTo(0.85, 14);
});

test("the lowest score is the threshold when all are to be flagged", async () => {
  const value = await thresholdOf([
    [0, 0.5],
    [1, 0.5],
  ]);
  expect(value).toBe(0.5);
});

test("the policy of the threshold is reported", async () => {
  await makeScored(engine, EXAMPLE);
  const ranking = await rankScores(engine, named("scored"));
  expect((await maxF1Threshold(engine, ranking)).policy).toMatch(/^max-f1/);
});
