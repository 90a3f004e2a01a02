import type { JudgedForm } from "@despliega/trainer/monitor/performance/judged.js";
import type { ScoredRows } from "@despliega/trainer/learn/certainty/scored-rows.js";

import { meanOver } from "./normal.js";
import type { Random } from "./random.js";

/** Answers of two classes whose probabilities are right, the log-odds of which are normally distributed. */
export interface JudgedRows {
  readonly keys: number;
  /** Answers about each key, which are alike. */
  readonly ofEach: number;
  /** Mean and deviation of the log-odds. */
  readonly mean: number;
  readonly spread: number;
}

/** How the answers are judged. */
export const TWO: JudgedForm = {
  task: "classification",
  threshold: { value: 0.3, policy: "" },
  alarms: { falseAlarm: 1, miss: 5 },
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Draws answers. Those about one key share half of what their log-odds vary by, and every second time their luck. */
export const drawnAnswers = (
  { keys, ofEach, mean, spread }: JudgedRows,
  { normal, uniform }: Random,
): ScoredRows => {
  const size = keys * ofEach;
  const labels = new Float64Array(size);
  const scores = new Float64Array(size);
  const entities = new Uint32Array(size);
  const both = (common: number): number =>
    ofEach === 1 ? common : Math.SQRT1_2 * (common + normal());
  for (let key = 0, row = 0; key < keys; key++) {
    const [features, luck] = [normal(), uniform()];
    for (let nth = 0; nth < ofEach; nth++, row++) {
      scores[row] = sigmoid(mean + spread * both(features));
      const drawn = ofEach > 1 && uniform() < 0.5 ? luck : uniform();
      labels[row] = Number(drawn < scores[row]!);
      entities[row] = key;
    }
  }
  return { labels, scores: [scores], entities, count: keys };
};

/** What is true of such answers, over all that could be given. */
export const truthOfAnswers = ({
  mean,
  spread,
}: Pick<JudgedRows, "mean" | "spread">): Readonly<Record<string, number>> => {
  const over = (value: (p: number) => number) => meanOver((z) => value(sigmoid(mean + spread * z)));
  const { value } = TWO.threshold!;
  const { falseAlarm, miss } = TWO.alarms!;
  const from = (Math.log(value / (1 - value)) - mean) / spread;
  const beyond = (of: (p: number) => number) =>
    meanBeyond(from, (z) => of(sigmoid(mean + spread * z)));
  const positives = over((p) => p);
  const hits = beyond((p) => p);
  const flagged = beyond(() => 1);
  const entropy = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  return {
    roc_auc: areaOf(mean, spread),
    log_loss: over(entropy),
    brier: over((p) => p * (1 - p)),
    calibration_slope: 1,
    calibration_intercept: 0,
    accuracy: hits + 1 - flagged - (positives - hits),
    precision: hits / flagged,
    recall: hits / positives,
    cost: falseAlarm * (flagged - hits) + miss * (positives - hits),
  };
};

const STEPS = 4_000;
const REACH = 9;

const densityAt = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** The mean over a standard normal distribution of what is beyond a number, counted as 0 below it, by the middles of steps. */
const meanBeyond = (from: number, value: (z: number) => number): number => {
  const width = (REACH - from) / STEPS;
  let sum = 0;
  for (let step = 0; step < STEPS; step++) {
    const z = from + width * (step + 0.5);
    sum += width * densityAt(z) * value(z);
  }
  return sum;
};

/** The ROC-AUC over all pairs. */
const areaOf = (mean: number, spread: number): number => {
  let [below, positives, won] = [0, 0, 0];
  meanBeyond(-REACH, (z) => {
    const p = sigmoid(mean + spread * z);
    const weight = densityAt(z);
    won += weight * p * (below + (weight * (1 - p)) / 2);
    below += weight * (1 - p);
    positives += weight * p;
    return 0;
  });
  return won / (positives * below);
};
