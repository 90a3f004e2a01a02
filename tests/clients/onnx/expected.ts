import { loadScorer } from "@despliega/storage";

import type { OnnxAnswer, OnnxCase } from "./ask.js";
import { takenNumber } from "./drawn-rows.js";

/** How answers differ from those of a release. */
export interface Differences {
  /** The largest difference of a number: absolute, or relative where that is less. */
  readonly largest: number;
  /** Rows with another label, or that only one side refuses. */
  readonly others: number;
  /** Rows that are refused. */
  readonly refused: number;
}

/** Compares answers with those of a release to the same rows. */
export const compareAnswers = (
  { description, modelJson, rows }: OnnxCase,
  { numbers, labels }: OnnxAnswer,
): Differences => {
  const { features, task, classes } = description;
  const scorer = loadScorer(description, modelJson);
  const scores = new Float64Array(scorer.outputs);
  const width = task === "regression" ? 1 : (classes?.length ?? 2);
  let [largest, others, refused] = [0, 0, 0];
  rows.forEach((row, r) => {
    const taken = features.map((feature, i) => takenNumber(feature, row[i]!));
    const got = numbers.subarray(r * width, (r + 1) * width);
    if (taken.includes(undefined)) {
      refused += 1;
      const none = task === "regression" || labels[r] === (classes === undefined ? -1 : "");
      if (!none || !got.every(Number.isNaN)) others += 1;
      return;
    }
    scorer.scores(Float64Array.from(taken as number[]), scores);
    const expected = width === 2 ? [1 - scores[0]!, scores[0]!] : [...scores];
    expected.forEach((value, i) => {
      const difference = Math.abs(value - got[i]!);
      // Not a number is larger than any.
      const distance = difference / Math.max(1, Math.abs(value));
      if (!(distance <= largest)) largest = distance;
    });
    if (task === "classification" && labels[r] !== labelOf(description, expected)) others += 1;
  });
  return { largest, others, refused };
};

const labelOf = (
  { classes, threshold, costs }: OnnxCase["description"],
  probabilities: readonly number[],
): string | number => {
  const names = classes ?? [0, 1];
  if (threshold !== undefined) return names[probabilities[1]! >= threshold.value ? 1 : 0]!;
  const expected = costs?.map((_, answer) =>
    costs.reduce((sum, row, code) => sum + row[answer]! * probabilities[code]!, 0),
  );
  const best = expected?.map((cost) => -cost) ?? probabilities;
  return names[best.indexOf(Math.max(...best))]!;
};
