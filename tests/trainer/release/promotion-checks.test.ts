import { describe, expect, test } from "@jest/globals";
import { promotionChecks } from "@despliega/trainer/release/promotion-checks.js";

const GATE = { metric: "roc_auc", floor: 0.6, tolerance: 0.01 };

describe("a candidate without a champion to beat", () => {
  test("passes at the floor", () => {
    expect(promotionChecks([GATE], { roc_auc: 0.6 }, undefined)).toEqual([
      { rule: "roc_auc at least 0.6", passed: true, value: 0.6, bound: 0.6 },
    ]);
  });

  test("is held back below it", () => {
    expect(promotionChecks([GATE], { roc_auc: 0.5999 }, undefined)[0]).toMatchObject({
      passed: false,
    });
  });
});

describe("a candidate beside a champion", () => {
  const passed = (candidate: number, champion: number): boolean[] =>
    promotionChecks([GATE], { roc_auc: candidate }, { roc_auc: champion }).map(
      (gate) => gate.passed,
    );

  test("passes while it falls behind by at most the tolerance", () => {
    expect(passed(0.7, 0.705)).toEqual([true, true]);
    expect(passed(0.7, 0.72)).toEqual([true, false]);
  });

  test("still has to reach the floor when the champion does not", () => {
    expect(passed(0.55, 0.5)).toEqual([false, true]);
  });

  test("reports the champion's value and the bound", () => {
    expect(promotionChecks([GATE], { roc_auc: 0.7 }, { roc_auc: 0.71239 })[1]).toEqual({
      rule: "roc_auc within 0.01 of the champion's 0.7124",
      passed: false,
      value: 0.7,
      bound: 0.71239 - 0.01,
    });
  });
});

describe("a metric that is better when it is lower", () => {
  const MAE = { metric: "mae", floor: 10, tolerance: 0.5 };

  test.each([
    [9.9, true],
    [10, true],
    [10.1, false],
  ])("of %d against a bound of 10", (mae, passed) => {
    expect(promotionChecks([MAE], { mae }, undefined)).toEqual([
      { rule: "mae at most 10", passed, value: mae, bound: 10 },
    ]);
  });

  test("may be above the champion's by the tolerance, and below it by anything", () => {
    const beside = (mae: number) => promotionChecks([MAE], { mae }, { mae: 4 })[1];
    expect(beside(1)).toMatchObject({ passed: true, bound: 4.5 });
    expect(beside(4.5)).toMatchObject({ passed: true });
    expect(beside(4.6)).toMatchObject({ passed: false });
  });
});

test("a gate on a metric that the candidate does not have is an error", () => {
  expect(() => promotionChecks([GATE], { r2: 0.5 }, undefined)).toThrow(
    expect.objectContaining({ code: "METRIC_ABSENT", message: expect.stringContaining("roc_auc") }),
  );
});

test("every gate is judged on its own metric", () => {
  const gates = promotionChecks(
    [GATE, { metric: "ks", floor: 0.2, tolerance: 0 }],
    { roc_auc: 0.5, ks: 0.3 },
    { roc_auc: 0.5, ks: 0.3 },
  );
  expect(gates.map(({ passed }) => passed)).toEqual([false, true, true, true]);
});
