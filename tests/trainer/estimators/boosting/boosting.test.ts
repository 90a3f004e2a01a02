import { describe, expect, test } from "@jest/globals";
import { boostingJson, boostingScorer, parseBoosting } from "@despliega/storage";
import { BoostingTooLarge } from "@despliega/trainer/errors/errors.js";
import { fitBoosting, type BoostingFit } from "@despliega/trainer/estimators/boosting/boosting.js";
import type {
  BoostingData,
  BoostingOptions,
} from "@despliega/trainer/estimators/boosting/options.js";
import { LIMITS } from "@despliega/trainer/estimators/boosting/room.js";

import { accuracy, rowOf } from "../forest/data.js";
import { dataOf, drawData, fit, OPTIONS, PLAIN, shuffled, withGaps, withHeldOut } from "./data.js";

const scoresOf = ({ boosting }: BoostingFit, data: BoostingData): Float64Array => {
  const scorer = boostingScorer(boosting);
  return data.target.map((_, row) => scorer.score(rowOf(data, row)));
};

const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;

const exclusiveOr = ([a, b]: readonly number[], chance: number): number =>
  (a! > 0.5 !== b! > 0.5) === chance > 0.1 ? 1 : 0;

const curve = ([a, b]: readonly number[], chance: number) =>
  1e6 + 100 * (a! - 0.5) ** 2 + 20 * b! + chance;

// The fourth feature tells most in its middle.
const mixed = ([a, , , d]: readonly number[], chance: number) =>
  (Math.floor(d! * 6) % 2) * 3 + a! + chance;
const mixedClass = (x: readonly number[], chance: number) => (mixed(x, chance) > 2 ? 1 : 0);

describe("fitted boosting", () => {
  test("tells classes that features make only together, on rows that it never saw", () => {
    const fitted = fit(drawData("classification", 1000, 6, exclusiveOr), { rounds: 60 });
    const others = drawData("classification", 1000, 6, exclusiveOr, 2);
    // One label in ten is wrong by chance, so 0.9 is the ceiling.
    expect(accuracy(scoresOf(fitted, others), others.target)).toBeGreaterThan(0.85);
  });

  test("follows a curve in a regression, on rows that it never saw", () => {
    const fitted = fit(drawData("regression", 1000, 3, curve), { rounds: 60 });
    const others = drawData("regression", 1000, 3, curve, 2);
    const scores = scoresOf(fitted, others);
    const squares = (values: (row: number) => number) =>
      others.target.reduce((sum, y, row) => sum + (y - values(row)) ** 2, 0);
    const whole = mean(others.target);
    expect(1 - squares((row) => scores[row]!) / squares(() => whole)).toBeGreaterThan(0.97);
  });

  test("is the same bit by bit in any order of the rows", () => {
    for (const task of ["classification", "regression"] as const) {
      const of = task === "regression" ? curve : exclusiveOr;
      const data = withHeldOut(withGaps(drawData(task, 400, 4, of)));
      const text = (rows: BoostingData) => JSON.stringify(boostingJson(fit(rows).boosting));
      expect(text(shuffled(data, 1))).toBe(text(data));
      expect(text(shuffled(data, 2))).toBe(text(data));
    }
  });

  test.each(["classification", "regression"] as const)(
    "scores the rows of a %s bit by bit as they were scored in training, after its JSON too",
    (task) => {
      const plain = withGaps(drawData(task, 400, 4, task === "regression" ? mixed : mixedClass));
      const fourth = plain.columns[3]!.map((x) => Math.floor(x * 6));
      const columns = [...plain.columns.slice(0, 3), fourth];
      const uses = [
        PLAIN,
        { ...PLAIN, direction: 1 as const },
        PLAIN,
        { categories: [0, 1, 2, 3, 4, 5, 6], direction: 0 as const },
      ];
      for (const data of [{ ...plain, columns, uses }, withHeldOut({ ...plain, columns, uses })]) {
        const { boosting, sums } = fit(data, { earlyStopping: { heldOut: 0.2, patience: 3 } });
        expect(boosting.sets.length).toBeGreaterThan(0);
        const again = parseBoosting(JSON.parse(JSON.stringify(boostingJson(boosting))));
        expect(again).toEqual(boosting);
        const scorer = boostingScorer({ ...again, task: "regression" });
        sums.forEach((sum, row) => expect(scorer.score(rowOf(data, row))).toBe(sum));
      }
    },
  );

  test("begins with the log-odds of class 1, and with the mean in a regression", () => {
    const classes = drawData("classification", 300, 2, exclusiveOr);
    const share = mean(classes.target);
    expect(fit(classes).boosting.baseline[0]).toBeCloseTo(Math.log(share / (1 - share)), 12);
    const amounts = drawData("regression", 300, 2, curve);
    expect(fit(amounts).boosting.baseline[0]).toBeCloseTo(mean(amounts.target), 6);
  });

  test("has no more leaves, depth and trees than it may, and as many rows in each leaf as it must", () => {
    const data = drawData("classification", 500, 4, exclusiveOr);
    const { boosting } = fit(data, { maxLeaves: 5, minLeaf: 30, rounds: 7 });
    expect(boosting.trees).toHaveLength(7);
    expect(Math.max(...boosting.trees)).toBe(9);
    expect(Math.min(...boosting.cover)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...fit(data, { maxDepth: 1 }).boosting.trees)).toBe(3);
  });

  test("answers less where answers are penalised", () => {
    const data = drawData("classification", 200, 2, exclusiveOr);
    const largest = (l2: number) =>
      Math.max(...fit(data, { l2, rounds: 1 }).boosting.value.map(Math.abs));
    expect(largest(1000)).toBeLessThan(largest(0) / 10);
  });

  test("learns what a missing value means", () => {
    const some = drawData("classification", 400, 2, ([a]) => (a! < 0.3 ? 1 : 0));
    const columns = [some.columns[0]!.map((x) => (x < 0.3 ? NaN : x)), some.columns[1]!];
    const scorer = boostingScorer(fit({ ...some, columns }).boosting);
    expect(scorer.score(Float64Array.of(NaN, 0.5))).toBeGreaterThan(0.9);
    expect(scorer.score(Float64Array.of(0.4, 0.5))).toBeLessThan(0.1);
    expect(scorer.score(Float64Array.of(0.9, NaN))).toBeLessThan(0.1);
  });

  test("gives the importance to the features that it splits by", () => {
    const { gain } = fit(drawData("classification", 800, 4, exclusiveOr));
    expect(gain.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.min(gain[0]!, gain[1]!)).toBeGreaterThan(2 * Math.max(gain[2]!, gain[3]!));
    expect([...fit(drawData("classification", 50, 2, () => 1)).gain]).toEqual([0, 0]);
  });

  test("ends when no split gains", () => {
    const { boosting } = fit(drawData("regression", 50, 2, () => 5));
    expect(boosting.trees).toHaveLength(1);
    expect(boostingScorer(boosting).score(Float64Array.of(0, 0))).toBe(5);
  });
});

describe("rows that are held out", () => {
  const noise = ([a]: readonly number[], chance: number) => (a! + 2 * chance > 1.5 ? 1 : 0);
  const data = withHeldOut(drawData("classification", 400, 3, noise));
  const stop = { earlyStopping: { heldOut: 0.25, patience: 5 }, rounds: 200 };

  test("stop before all rounds, at the round that they lose least in", () => {
    const { boosting, sums } = fit(data, stop);
    const best = boosting.trees.length;
    expect(best).toBeGreaterThan(0);
    expect(best).toBeLessThan(200);
    const lossAt = (rounds: number): number => {
      const few = fit({ ...data, heldOut: data.heldOut }, { ...stop, rounds });
      return logLoss(few.sums);
    };
    const logLoss = (of: Float64Array): number =>
      data.target.reduce(
        (sum, y, row) =>
          sum +
          (data.heldOut[row] === 1 ? Math.log1p(Math.exp(y === 1 ? -of[row]! : of[row]!)) : 0),
        0,
      );
    expect(lossAt(best)).toBe(logLoss(sums));
    for (const rounds of [1, best - 1]) expect(lossAt(rounds)).toBeGreaterThan(logLoss(sums));
  });

  test("are not learned from", () => {
    const target = data.target.map((y, row) => (data.heldOut[row] === 1 ? 1 - y : y));
    const [ours, others] = [fit(data), fit({ ...data, target })];
    const shared = Math.min(ours.boosting.value.length, others.boosting.value.length);
    expect(ours.boosting.value.subarray(0, shared)).toEqual(
      others.boosting.value.subarray(0, shared),
    );
    const kept = data.heldOut.reduce((sum, held) => sum + 1 - held, 0);
    const leaves = (ours.boosting.trees[0]! + 1) / 2;
    expect(ours.boosting.cover.subarray(0, leaves).reduce((a, b) => a + b)).toBe(kept);
  });
});

describe("weights of classes", () => {
  test("that balance them make the rare one as frequent as the other", () => {
    const rare = drawData("classification", 1000, 3, ([a], chance) => (chance < a! * 0.2 ? 1 : 0));
    expect(mean(rare.target)).toBeLessThan(0.15);
    expect(mean(scoresOf(fit(rare), rare))).toBeCloseTo(mean(rare.target), 2);
    const balanced = fit(rare, { classWeights: "balanced", rounds: 1 });
    expect(mean(scoresOf(balanced, rare))).toBeGreaterThan(0.4);
  });
});

describe("boosting is refused", () => {
  const data = drawData("classification", 20, 2, exclusiveOr);
  const within = (limits: Partial<typeof LIMITS>) => () =>
    fitBoosting(data, { ...OPTIONS, minLeaf: 1 }, { ...LIMITS, ...limits });

  test("beyond its limits, with the limit and what to do", () => {
    expect(within({ cells: 39 })).toThrow(BoostingTooLarge);
    expect(within({ cells: 39 })).toThrow(/20 rows of 2 features.*39 values: sample the rows/);
    expect(within({ cells: 40 })).not.toThrow();
    expect(within({ rows: 19 })).toThrow(/20 rows of 2 features.*19 rows: sample the rows/);
    expect(within({ rows: 20 })).not.toThrow();
    expect(within({ nodes: 20 })).toThrow(/nodes in \d+ trees.*20 nodes: raise minLeaf/);
    expect(within({ histograms: 100 })).toThrow(/8 histograms of.*100 numbers: lower maxLeaves/);
  });

  test.each<[string, Partial<BoostingData>, Partial<BoostingOptions>]>([
    ["no feature", { columns: [], uses: [] }, {}],
    ["a use too few", { uses: [PLAIN] }, {}],
    ["a side too few", { heldOut: new Uint8Array(19) }, {}],
    ["every row held out", { heldOut: new Uint8Array(20).fill(1) }, {}],
    ["a third class", { target: data.target.map((y) => 2 * y) }, {}],
    ["classes to balance in a regression", { task: "regression" }, { classWeights: "balanced" }],
    [
      "one of three classes that is monotone",
      { classes: 3, uses: [PLAIN, { categories: undefined, direction: 1 }] },
      {},
    ],
    [
      "an order that categories have not",
      { uses: [PLAIN, { categories: [0, 1], direction: 1 }] },
      {},
    ],
    ["no round", {}, { rounds: 0 }],
    ["a learning rate of nothing", {}, { learningRate: 0 }],
    ["a learning rate of more than all", {}, { learningRate: 1.1 }],
    ["one leaf", {}, { maxLeaves: 1 }],
    ["too many leaves", {}, { maxLeaves: 1025 }],
    ["a negative penalty", {}, { l2: -1 }],
    ["leaves without rows", {}, { minLeaf: 0 }],
    ["one bin", {}, { bins: 1 }],
  ])("with %s", (_, wrong, options) => {
    expect(() => fit({ ...dataOf(data), ...wrong }, options)).toThrow(RangeError);
  });
});
