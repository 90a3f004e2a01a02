import { expect, test } from "@jest/globals";
import { boostingScorer } from "@despliega/storage";
import fc from "fast-check";

import { drawData, fit, PLAIN, withGaps } from "./data.js";

const wave = ([a, b]: readonly number[], chance: number) =>
  Math.sin(9 * a!) + (b! > 0.5 ? a! : -a!) + chance;
const classes = (x: readonly number[], chance: number) => (wave(x, chance) > 0.6 ? 1 : 0);

test.each([
  ["classification", 1],
  ["classification", -1],
  ["regression", 1],
  ["regression", -1],
] as const)(
  "a %s never moves against a direction of %i, whatever the other features",
  (task, direction) => {
    const of = task === "regression" ? wave : classes;
    const data = withGaps(drawData(task, 600, 3, of));
    const options = { rounds: 25, maxLeaves: 16, l2: 0 };
    const uses = [{ ...PLAIN, direction }, PLAIN, PLAIN];
    const scorer = boostingScorer(fit({ ...data, uses }, options).boosting);
    const free = boostingScorer(fit(data, options).boosting);
    const moves = (of: typeof scorer, b: number, c: number): number => {
      let against = 0;
      for (let step = 1; step <= 100; step++) {
        const score = (a: number) => of.score(Float64Array.of(a / 100, b, c));
        if (direction * (score(step) - score(step - 1)) < 0) against++;
      }
      return against;
    };
    const other = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(NaN));
    let freely = 0;
    fc.assert(
      fc.property(other, other, (b, c) => {
        expect(moves(scorer, b, c)).toBe(0);
        freely += moves(free, b, c);
      }),
      { numRuns: 15 },
    );
    expect(freely).toBeGreaterThan(0);
    const answers = new Set([0.1, 0.5, 0.9].map((a) => scorer.score(Float64Array.of(a, 0.7, 0.5))));
    expect(answers.size).toBeGreaterThan(1);
  },
);
