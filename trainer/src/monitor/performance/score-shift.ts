import type { Scorer, ScoreShift } from "@despliega/storage";

import { differencesOfFigures } from "./differences.js";
import { figuresOf } from "./figure.js";
import { Ratio } from "./ratio.js";

/** About how many steps of 20 to 40 ns explaining may take, of the answers and of the reference each. */
const STEPS = 100_000_000;

/** So many rows tell a mean well enough. */
const MOST = 5_000;

/** What is compared. */
export interface ShiftQuestion {
  readonly scorer: Scorer;
  readonly features: readonly { readonly name: string }[];
  /** Names, from three classes on. */
  readonly classes?: readonly string[] | undefined;
}

/**
 * Which features moved the scores: the mean contribution of each to the model's sum, over answers, less that over reference
 * rows. The differences add up to the difference of the mean sums. Of many rows some are explained, evenly spread.
 *
 * @param answers the values of each feature, as the scorer takes them
 * @param reference the same of rows to compare with
 * @returns the largest movement first; of equal ones the feature that comes first
 */
export const scoreShift = (
  question: ShiftQuestion,
  answers: readonly Float64Array[],
  reference: readonly Float64Array[],
): ScoreShift => {
  const { scorer, features, classes = [] } = question;
  const names = features.map(({ name }) => name);
  const [now, before] = [answers, reference].map((columns) => someRows(scorer, columns));
  const shifts = Array.from({ length: scorer.outputs }, (_, output) => {
    const moved = differencesOfFigures(
      meansOf(scorer, now!, names, output),
      meansOf(scorer, before!, names, output),
    );
    const of = scorer.outputs > 1 ? { class: classes[output] ?? `${output}` } : {};
    return Object.entries(moved).map(([feature, shift]) => ({ feature, ...of, shift }));
  });
  return {
    answers: now!.length,
    reference: before!.length,
    shifts: shifts
      .flat()
      .toSorted((one, other) => Math.abs(other.shift.value) - Math.abs(one.shift.value)),
  };
};

/** As many rows as may be explained, evenly spread. */
const someRows = (scorer: Scorer, columns: readonly Float64Array[]): readonly Float64Array[] => {
  const rows = columns[0]!.length;
  const affordable = Math.ceil(STEPS / Math.max(1, scorer.contributionSteps() * scorer.outputs));
  const some = Math.min(rows, MOST, affordable);
  return Array.from({ length: some }, (_, nth) => {
    const row = Math.floor((nth * rows) / some);
    return Float64Array.from(columns, (column) => column[row]!);
  });
};

/** The mean contribution of each feature to an output. */
const meansOf = (
  scorer: Scorer,
  rows: readonly Float64Array[],
  names: readonly string[],
  output: number,
) => {
  const means = names.map(() => new Ratio());
  for (const row of rows)
    scorer.contributions(row, output).moved.forEach((by, at) => means[at]!.add(by, 1));
  return figuresOf(
    Object.fromEntries(names.map((name, at) => [name, means[at]!])),
    () => undefined,
  );
};
