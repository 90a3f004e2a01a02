import { endsOf, type Figures, type Manifest } from "@despliega/storage";

import { EVEN } from "../../evaluate/measure.js";
import { expectedArea } from "./expected-area.js";
import { figuresOf } from "./figure.js";
import type { JudgedForm } from "./judged.js";
import { Ratio } from "./ratio.js";

/**
 * What answers promise of their own performance, before any outcome is known (confidence-based performance estimation).
 * Of classes each figure is its mean over what may happen, in the shares that the probabilities say. It is right as long as
 * the probabilities are: outcomes that follow in another way from the same features are not seen. Of a regression with an
 * interval it is `half_width`, the mean of half the interval's width, which takes errors to be as large as they were at such
 * answers.
 *
 * @param scores what the scorer gives, one array for each output
 * @returns none of no answers
 */
export const expectedFigures = (scores: readonly Float64Array[], form: JudgedForm): Figures => {
  const [first, ...others] = scores;
  if (first === undefined || first.length === 0) return {};
  if (form.task === "regression") return expectedNumbers(first, form.interval);
  return others.length === 0
    ? expectedTwoClasses(first, form)
    : expectedSeveralClasses(scores, form.costs);
};

const expectedTwoClasses = (
  scores: Float64Array,
  { threshold = EVEN, alarms }: JudgedForm,
): Figures => {
  const [loss, brier, right, precision, recall, cost] = Array.from(
    { length: 6 },
    () => new Ratio(),
  );
  for (const p of scores) {
    const flagged = p >= threshold.value;
    loss!.add(entropyOf(p) + entropyOf(1 - p), 1);
    brier!.add(p * (1 - p), 1);
    right!.add(flagged ? p : 1 - p, 1);
    precision!.add(flagged ? p : 0, Number(flagged));
    recall!.add(flagged ? p : 0, p);
    if (alarms) cost!.add(flagged ? (1 - p) * alarms.falseAlarm : p * alarms.miss, 1);
  }
  return figuresOf({
    roc_auc: expectedArea(scores.toSorted()),
    log_loss: loss,
    brier,
    accuracy: right,
    precision,
    recall,
    cost,
  });
};

/** Class by class against all others. Errors of the classes count as if they went one way, so that they are not told too small. */
const expectedSeveralClasses = (
  scores: readonly Float64Array[],
  costs: Manifest["costs"],
): Figures => {
  const [loss, brier, right, cost] = Array.from({ length: 4 }, () => new Ratio());
  const given = new Float64Array(scores.length);
  for (let row = 0; row < scores[0]!.length; row++) {
    scores.forEach((column, code) => (given[code] = column[row]!));
    const answer = answerOf(given, costs);
    loss!.add(
      given.reduce((sum, p) => sum + entropyOf(p), 0),
      1,
    );
    brier!.add(given.reduce((sum, p) => sum + p * (1 - p), 0) / 2, 1);
    right!.add(given[answer]!, 1);
    if (costs) cost!.add(expectedCost(given, costs, answer), 1);
  }
  const areas = scores.map((column) => expectedArea(column.toSorted()));
  const mean = (of: "value" | "deviation") =>
    areas.reduce((sum, area) => sum + area[of], 0) / areas.length;
  return figuresOf({
    roc_auc: { value: mean("value"), deviation: mean("deviation") },
    log_loss: loss,
    brier,
    accuracy: right,
    cost,
  });
};

const expectedNumbers = (answers: Float64Array, interval: Manifest["interval"]): Figures => {
  if (interval === undefined) return {};
  const ends = endsOf(interval);
  const width = new Ratio();
  for (const answer of answers) {
    const [from, to] = ends(answer);
    width.add((to - from) / 2, 1);
  }
  return figuresOf({ half_width: width });
};

const entropyOf = (p: number): number => (p > 0 ? -p * Math.log(Math.max(p, 1e-15)) : 0);

const expectedCost = (
  given: Float64Array,
  costs: readonly (readonly number[])[],
  answer: number,
): number => given.reduce((sum, p, code) => sum + p * costs[code]![answer]!, 0);

/** The code of the answer, as `withAnswer` decides it. */
const answerOf = (given: Float64Array, costs: Manifest["costs"]): number => {
  if (costs === undefined) return given.indexOf(Math.max(...given));
  const expected = Array.from(given, (_, answer) => expectedCost(given, costs, answer));
  return expected.indexOf(Math.min(...expected));
};
