import { expect, test } from "@jest/globals";
import type { NumberCounts, Reference, ReferenceFeature } from "@despliega/storage";
import { coarser } from "@despliega/trainer/monitor/bins/count-bins.js";
import { driftOf, type CountedAnswers } from "@despliega/trainer/monitor/drift/drift-of.js";
import type { Counted } from "@despliega/trainer/monitor/drift/moved.js";

const WINDOWS = 1_000;
const FEATURES = 30;
const TRAINING = 4_000;

/** Numbers from 0 to 1 by a generator whose state is one whole number. (Marsaglia, "Xorshift RNGs", 2003.) */
const generator = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

const edges = Array.from({ length: 9 }, (_, i) => (i + 1) / 10);
const fine = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);

/** Even numbers, of which a twentieth is missing. */
const drawn = (random: () => number, rows: number): NumberCounts & { fine: number[] } => {
  const counts = Array.from({ length: 100 }, () => 0);
  let missing = 0;
  for (let row = 0; row < rows; row++)
    if (random() < 0.05) missing += 1;
    else counts[Math.min(99, Math.floor(random() * 100))]! += 1;
  return { counts: coarser(counts, fine, edges), fine: counts, missing };
};

const counted = (random: () => number, rows: number): Counted => ({
  kind: "numbers",
  ...drawn(random, rows),
  other: 0,
});

const referenceBy = (random: () => number): Reference => ({
  format: "despliega-reference",
  formatVersion: 1,
  trainingRows: TRAINING,
  testRows: TRAINING,
  features: Array.from({ length: FEATURES }, (_, i): ReferenceFeature => {
    const training = drawn(random, TRAINING);
    return { name: `f${i}`, kind: "numbers", edges, fine, training };
  }),
  scores: [{ kind: "numbers", edges, fine, test: drawn(random, TRAINING) }],
});

const answered = (random: () => number, rows: number): CountedAnswers => ({
  counted: rows,
  features: Array.from({ length: FEATURES }, () => counted(random, rows)),
  scores: [counted(random, rows)],
});

// Each window has a reference of its own, since one that is unlike the rest by chance would decide over all.
test.each([200, 1_000])(
  "of a thousand windows without drift, of 30 features and %d answers, at most 5 % are called drifted, and no more are significant",
  (rows) => {
    const random = generator(rows);
    let [drifted, significant] = [0, 0];
    for (let window = 0; window < WINDOWS; window++) {
      const rules = { psi: 0.25, psiOf: {}, least: 200 };
      const found = driftOf(
        referenceBy(random),
        answered(random, rows),
        answered(random, rows),
        rules,
      );
      const moved = [...found.features, ...found.scores].flatMap(({ against }) => [
        against.comparison!,
        against.before!,
      ]);
      expect(moved.length).toBe(2 * (FEATURES + 1));
      if (moved.some((comparison) => comparison.drifted)) drifted += 1;
      if (moved.some(({ adjusted }) => adjusted <= found.level)) significant += 1;
    }
    expect(drifted).toBeLessThanOrEqual(WINDOWS * 0.05);
    // Two and a half standard deviations of a share of 5 %.
    expect(significant).toBeLessThanOrEqual(WINDOWS * 0.0672);
    expect(significant).toBeGreaterThan(0);
  },
);
