import { describe, expect, test } from "@jest/globals";
import type { ManifestGate } from "@despliega/storage";
import type { PromotionCheck, Undecided } from "@despliega/trainer/model/model.js";
import { heldBack } from "@despliega/trainer/release/held-back.js";
import { promotionChecks } from "@despliega/trainer/release/promotion-checks.js";
import { cannotTell } from "@despliega/trainer/release/undecided.js";

type Ends = readonly [number, number];

const CHECK = { metric: "roc_auc", floor: 0.6, tolerance: 0.01 };
const MAE = { metric: "mae", floor: 10, tolerance: 0.5 };

/** The checks of a candidate by one metric, without a champion. */
const alone = (check: PromotionCheck, value: number, interval?: Ends): ManifestGate[] =>
  promotionChecks(
    { gates: [check] },
    { [check.metric]: value },
    interval === undefined ? {} : { [check.metric]: interval },
  );

/** The check of a candidate against the champion. */
const beside = (
  check: PromotionCheck,
  [value, champion]: readonly [number, number],
  interval?: Ends,
  undecided?: Undecided,
): ManifestGate => {
  const { metric } = check;
  const [, gate] = promotionChecks(
    { gates: [check], ...(undecided === undefined ? {} : { undecided }) },
    { [metric]: value },
    {},
    {
      ...{ champion: { [metric]: champion }, candidate: { [metric]: value } },
      differences: interval === undefined ? {} : { [metric]: interval },
    },
  );
  return gate!;
};

describe("a check with a fixed bound is held by the value", () => {
  test("and shows its interval, which decides nothing", () => {
    expect(alone(CHECK, 0.6, [0.4, 0.8])).toEqual([
      {
        ...{ metric: "roc_auc", rule: "roc_auc at least 0.6", passed: true },
        ...{ value: 0.6, bound: 0.6, interval: [0.4, 0.8] },
      },
    ]);
  });

  test.each<[PromotionCheck, number, boolean, string, number]>([
    [CHECK, 0.5999, false, "roc_auc at least 0.6", 0.6],
    [MAE, 10, true, "mae at most 10", 10],
    [MAE, 10.1, false, "mae at most 10", 10],
    [{ metric: "bias", within: 5 }, 5, true, "bias within 5 of 0", 5],
    [{ metric: "bias", within: 5 }, -5.1, false, "bias within 5 of 0", -5],
  ])("%j at %d", (check, value, passed, rule, bound) => {
    expect(alone(check, value)).toEqual([{ metric: check.metric, rule, passed, value, bound }]);
  });
});

describe("a candidate beside its champion", () => {
  test("passes while it is behind by at most the tolerance, however wide the interval", () => {
    expect(beside(CHECK, [0.7, 0.705], [-0.3, 0.2])).toMatchObject({
      ...{ passed: true, verdict: "passes", bound: 0.705 - 0.01 },
      rule: "roc_auc within 0.01 of the champion's 0.705",
    });
    expect(beside(MAE, [4.5, 4], [0.1, 0.9])).toMatchObject({ passed: true, bound: 4.5 });
  });

  test("fails where it is behind by more, and the whole interval is", () => {
    const gate = beside(CHECK, [0.65, 0.7], [-0.09, -0.01]);
    expect(gate).toMatchObject({ passed: false, verdict: "fails", interval: [-0.09, -0.01] });
    expect(gate.difference).toBeCloseTo(-0.05, 12);
    expect(heldBack({ gates: [gate] }, { approvals: "required" })).toEqual([
      "it fails roc_auc within 0.01 of the champion's 0.7",
    ]);
  });

  test("turns the difference of an error round, so that below 0 is always worse", () => {
    expect(beside(MAE, [6, 4], [0.5, 3.5])).toMatchObject({
      ...{ verdict: "fails", difference: -2, interval: [-3.5, -0.5] },
    });
  });

  test("that the test set cannot tell from it is promoted, and that is said", () => {
    const gate = beside(CHECK, [0.65, 0.7], [-0.11, 0.01]);
    expect(gate).toMatchObject({ passed: true, verdict: "cannot tell" });
    expect(heldBack({ gates: [gate] }, { approvals: "required" })).toEqual([]);
    expect(cannotTell({ gates: [gate] })).toBe(
      "; cannot tell roc_auc within 0.01 of the champion's 0.7 (difference -0.05, 95 %: -0.11 to 0.01)",
    );
  });

  test("or is held back, where the model says so", () => {
    const gate = beside(CHECK, [0.65, 0.7], [-0.11, 0.01], "hold");
    expect(gate).toMatchObject({ passed: false, verdict: "cannot tell" });
    expect(heldBack({ gates: [gate] }, { approvals: "required" })).toEqual([
      "the test set cannot tell roc_auc within 0.01 of the champion's 0.7 (difference -0.05, 95 %: -0.11 to 0.01)",
    ]);
  });

  test("is not told from it where there is no interval", () => {
    expect(beside(CHECK, [0.1, 0.9])).toMatchObject({ verdict: "cannot tell" });
  });

  test("still has to reach the floor when the champion does not", () => {
    const metrics = { champion: { roc_auc: 0.5 }, candidate: { roc_auc: 0.55 } };
    const gates = promotionChecks(
      { gates: [CHECK] },
      { roc_auc: 0.55 },
      {},
      {
        ...metrics,
        differences: {},
      },
    );
    expect(gates.map(({ passed }) => passed)).toEqual([false, true]);
  });
});

test("a check on a metric that the candidate does not have is an error", () => {
  expect(() => promotionChecks({ gates: [CHECK] }, { r2: 0.5 }, {})).toThrow(
    expect.objectContaining({ code: "METRIC_ABSENT", message: expect.stringContaining("roc_auc") }),
  );
});
