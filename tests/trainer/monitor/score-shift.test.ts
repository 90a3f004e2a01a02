import { expect, test } from "@jest/globals";
import { loadScorer, logisticJson, type Feature, type Scorer } from "@despliega/storage";
import { scoreShift } from "@despliega/trainer/monitor/performance/score-shift.js";

import { randomOf } from "../../tools/numbers/lib/random.js";

const NAMES = ["income", "age", "debt"];
const features = NAMES.map((name): Feature => ({ name, type: "number", missing: "kept", mean: 0 }));
const WEIGHTS = [0.5, 2, -1, 0];
const scorer = loadScorer({ estimator: "logistic", features }, logisticJson(WEIGHTS));

const drawn = (rows: number, seed: number, means: readonly number[]): Float64Array[] => {
  const { normal } = randomOf(seed, 0);
  return means.map((mean) => Float64Array.from({ length: rows }, () => mean + normal()));
};

const meanOf = (values: Iterable<number>): number => {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};

test("features are told by how far they moved the sum, and all of it together", () => {
  const [now, before] = [drawn(400, 1, [1, 1, 5]), drawn(300, 2, [0, 0, 0])];
  const { answers, reference, shifts } = scoreShift({ scorer, features }, now, before);
  expect([answers, reference]).toEqual([400, 300]);
  expect(shifts.map(({ feature }) => feature)).toEqual(NAMES);
  const moved = meanOf(now[0]!) - meanOf(before[0]!);
  expect(shifts[0]!.shift.value).toBeCloseTo(2 * moved, 12);
  expect(shifts[0]!.shift.interval![0]).toBeGreaterThan(1.5);
  // A feature without weight moved a lot, and the scores not at all.
  expect(shifts[2]!.shift).toEqual({ value: 0 });
  const sums = (columns: readonly Float64Array[]) =>
    meanOf(columns[0]!.map((_, row) => 2 * columns[0]![row]! - columns[1]![row]!));
  const all = shifts.reduce((sum, { shift }) => sum + shift.value, 0);
  expect(all).toBeCloseTo(sums(now) - sums(before), 12);
});

test("of several classes each has its own sum, and of a slow scorer fewer rows are explained", () => {
  const slow: Scorer = {
    ...scorer,
    outputs: 3,
    contributions: (row, output = 0) => ({ base: 0, moved: row.map((x) => output * x), sum: 0 }),
    contributionSteps: () => 500_000,
  };
  const classes = ["a", "b", "c"];
  const question = { scorer: slow, features, classes };
  const shift = scoreShift(question, drawn(900, 1, [1, 0, 0]), drawn(50, 2, [0, 0, 0]));
  expect(shift.answers).toBe(67);
  expect(shift.reference).toBe(50);
  expect(shift.shifts).toHaveLength(9);
  expect(shift.shifts[0]).toMatchObject({ feature: "income", class: "c" });
});
