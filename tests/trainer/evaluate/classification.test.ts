import { describe, expect, test } from "@jest/globals";
import { evaluateClassification } from "@despliega/trainer/evaluate/classification.js";

import { makeScored, testEngine } from "../support/engine.js";
import { EXAMPLE } from "./example.js";
import type { Scored } from "./oracle.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const evaluate = async (scored: readonly Scored[], value: number) => {
  await makeScored(engine, scored);
  return evaluateClassification(engine, named("scored"), scored.length, { value, policy: "test" });
};

describe("an evaluation", () => {
  test("counts what is flagged at the threshold and above", async () => {
    const { confusion, observations, positives } = await evaluate(EXAMPLE, 0.8);
    expect({ observations, positives }).toEqual({ observations: 8, positives: 3 });
    expect(confusion).toEqual({ tp: 2, fp: 1, tn: 4, fn: 1 });
  });

  test("has the shares that follow from the counts", async () => {
    const { metrics } = await evaluate(EXAMPLE, 0.5);
    expect(metrics).toMatchObject({
      accuracy: 5 / 8,
      balanced_accuracy: (2 / 3 + 3 / 5) / 2,
      precision: 2 / 4,
      recall: 2 / 3,
      f1: 4 / 7,
    });
  });

  test("has precision and F1 of 0 when nothing is flagged", async () => {
    const { metrics } = await evaluate(EXAMPLE, 0.95);
    expect(metrics).toMatchObject({ accuracy: 5 / 8, precision: 0, recall: 0, f1: 0 });
  });

  test("has the log-loss and the Brier score worked out by hand", async () => {
    const { metrics } = await evaluate(EXAMPLE, 0.5);
    const likelihood = 0.9 * 0.8 * 0.4 * (1 - 0.8) * (1 - 0.6) * (1 - 0.4) ** 2 * (1 - 0.2);
    expect(metrics["log_loss"]).toBeCloseTo(-Math.log(likelihood) / 8, 13);
    const squares = 0.01 + 0.04 + 0.36 + 0.64 + 0.36 + 0.16 + 0.16 + 0.04;
    expect(metrics["brier"]).toBeCloseTo(squares / 8, 14);
  });

  test("has a finite log-loss for a score that is certain and wrong", async () => {
    const { metrics } = await evaluate(
      [
        [0, 1],
        [1, 0],
      ],
      0.5,
    );
    expect(metrics["log_loss"]).toBeCloseTo(15 * Math.LN10, 9);
    expect(metrics["brier"]).toBe(1);
  });
});
