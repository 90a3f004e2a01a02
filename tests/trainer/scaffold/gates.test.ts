import { expect, test } from "@jest/globals";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { placementsOf } from "@despliega/trainer/learn/certainty/placements.js";
import type { DraftTarget } from "@despliega/trainer/pipeline/scaffold/draft.js";
import { gatesOf } from "@despliega/trainer/pipeline/scaffold/gates.js";

const RUNS = 2_000;
const TESTED = 100;
const draw = drawStream(5, 0);
const numbers = (): number[] => Array.from({ length: TESTED }, () => draw(1e6) + draw(1e6));
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the best multiple of a guess: no model does better by chance. */
const explained = (labels: readonly number[], guesses: readonly number[]): number => {
  const [label, guess] = [meanOf(labels), meanOf(guesses)];
  const sum = (of: (i: number) => number) => labels.reduce((total, _, i) => total + of(i), 0);
  const both = sum((i) => (labels[i]! - label) * (guesses[i]! - guess));
  const squares = sum((i) => (guesses[i]! - guess) ** 2);
  return both <= 0 ? 0 : both ** 2 / squares / sum((i) => (labels[i]! - label) ** 2);
};

const area = (positives: number): number => {
  const labels = Float64Array.from({ length: TESTED }, (_, i) => Number(i < positives));
  const placements = placementsOf(labels, Float64Array.from(numbers()));
  return meanOf([...placements.subarray(0, positives)]);
};

const right = (share: number): number =>
  meanOf(Array.from({ length: TESTED }, () => Number(draw(1e6) < share * 1e6)));

test.each<[string, Partial<DraftTarget>, () => number]>([
  ["two classes", { counts: [400, 100], positives: 100 }, () => area(20)],
  ["a rare class", { counts: [480, 20], positives: 20 }, () => area(4)],
  ["several classes", { counts: [300, 100, 100] }, () => right(0.6)],
  ["a number", { task: "regression" }, () => explained(numbers(), numbers())],
])("about 1 of 20 guesses reaches the floor of %s, and no more", (_, target, guess) => {
  const defaults = { task: "classification", counts: [], positives: 0, logarithm: false } as const;
  const [check] = gatesOf({ target: { ...defaults, rows: 500, ...target } as DraftTarget });
  if (check === undefined || !("floor" in check)) throw new Error("It has a floor");
  const { floor } = check;
  const reached = Array.from({ length: RUNS }, guess).filter((value) => value >= floor).length;
  expect(reached / RUNS).toBeGreaterThan(0.015);
  expect(reached / RUNS).toBeLessThan(0.065);
});
