import { METRICS, type MetricName } from "../../../evaluate/metric.js";

/** The table of metrics. */
export const metrics = {
  heading: "Metrics",
  reading: (isPeriod: boolean, guess: string) =>
    `Measured on the test ${isPeriod ? "period" : "set"}, which the model did not learn from. The column “no skill” is ${guess}.`,
  caption: (isPeriod: boolean) => `Metrics of the test ${isPeriod ? "period" : "set"}`,
  name: "Metric",
  value: "Value",
  interval: "95% interval",
  intervals:
    "Another test set of this size would give another value; in about 95 of 100 of them the interval would hold the value of all that could be observed. Observations of one entity count together.",
  ranges: "In parentheses are 95% intervals.",
  fewCases: (metrics: string) =>
    `Few cases: these figures rest on so few observations of the test set that chance may move them far: ${metrics}.`,
  noSkill: "No skill",
  meaning: "Meaning",
};

/** Test observations of known and of new entities. */
export const entities = {
  heading: "Known and new entities",
  reading: (share: string) =>
    `${share} of the test observations are of entities that are in training too. The other metrics are therefore mostly theirs; the rows of new entities say what to expect of one that the model never saw.`,
  told: (share: string, known: string, other: string) =>
    `${share} of the test observations are of entities known from training: ${known}. Of new ones: ${other}.`,
  unmeasured: "none can be measured",
  few: (cases: string) => `few cases: ${cases}`,
  caption: "Metrics of known and of new entities",
  group: "Entities",
  known: "Known",
  new: "New",
  observations: "Observations",
  cases: "Cases",
};

/** What a metric is called, and what it means. */
export interface MetricWords {
  readonly label: string;
  readonly meaning: string;
}

const meaning = {
  roc_auc: "How often a positive scores above a negative; 1 is perfect",
  gini: "Twice the ROC-AUC, less one",
  ks: "Widest gap between the classes' cumulative scores",
  pr_auc: "Average precision over all recalls",
  log_loss: "Mean penalty for the probability given to what happened; lower is better",
  brier: "Mean squared error of the probability; lower is better",
  calibration_slope: "1 where probabilities are as sure as they should be; below 1 too sure",
  calibration_intercept: "0 where probabilities are right on average; above 0 too low",
  precision: "Positives among the flagged",
  recall: "Flagged among the positives",
  f1: "Harmonic mean of precision and recall",
  accuracy: "Right answers; says little where one class is rare",
  balanced_accuracy: "Mean of the right answers' share in each class",
  r2: "Share of the variation that the answers explain; 1 is perfect",
  mae: "Mean distance from answer to truth; lower is better",
  rmse: "The same with large errors counting more: root of the mean square; lower is better",
  mape: "Mean distance as a share of the truth, where that is not 0; lower is better",
  bias: "Mean of answer less truth; above 0 the answers are too high",
  log_r2: "Share of the variation explained on the model's own scale",
  log_mae: "Mean distance on the model's own scale; 0.1 is about 10%",
  log_rmse: "The same with large errors counting more",
} as const satisfies Readonly<Record<MetricName, string>>;

/** Every metric. */
export const metric = Object.fromEntries(
  Object.entries(meaning).map(([name, words]) => [
    name,
    { label: METRICS[name as MetricName].label, meaning: words },
  ]),
) as Readonly<Record<MetricName, MetricWords>>;
