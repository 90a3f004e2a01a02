import { labelOf, type MetricName } from "../evaluate/metric.js";
import { measured, percent } from "./format.js";

/** How a metric is written and read. Its meaning and its label are in `evaluate/metric`. */
interface Reading {
  readonly format: (value: number) => string;
  readonly meaning: string;
}

/** How a metric is called, written and read. */
export interface MetricText extends Reading {
  readonly label: string;
}

const READINGS: Readonly<Record<MetricName, Reading>> = {
  roc_auc: {
    format: measured,
    meaning: "How often a positive scores above a negative; 1 is perfect",
  },
  gini: { format: measured, meaning: "Twice the ROC-AUC, less one" },
  ks: {
    format: measured,
    meaning: "Widest gap between the classes' cumulative scores",
  },
  pr_auc: {
    format: measured,
    meaning: "Average precision over all recalls",
  },
  log_loss: {
    format: measured,
    meaning: "Mean penalty for the probability given to what happened; lower is better",
  },
  brier: {
    format: measured,
    meaning: "Mean squared error of the probability; lower is better",
  },
  precision: { format: percent, meaning: "Positives among the flagged" },
  recall: { format: percent, meaning: "Flagged among the positives" },
  f1: { format: measured, meaning: "Harmonic mean of precision and recall" },
  accuracy: {
    format: percent,
    meaning: "Right answers; says little where one class is rare",
  },
  balanced_accuracy: {
    format: percent,
    meaning: "Mean of the right answers' share in each class",
  },
  r2: {
    format: measured,
    meaning: "Share of the variation that the answers explain; 1 is perfect",
  },
  mae: {
    format: measured,
    meaning: "Mean distance from answer to truth; lower is better",
  },
  rmse: {
    format: measured,
    meaning: "The same with large errors counting more: root of the mean square; lower is better",
  },
  mape: {
    format: percent,
    meaning: "Mean distance as a share of the truth, where that is not 0; lower is better",
  },
  bias: {
    format: measured,
    meaning: "Mean of answer less truth; above 0 the answers are too high",
  },
  log_r2: {
    format: measured,
    meaning: "Share of the variation explained on the model's own scale",
  },
  log_mae: {
    format: measured,
    meaning: "Mean distance on the model's own scale; 0.1 is about 10%",
  },
  log_rmse: {
    format: measured,
    meaning: "The same with large errors counting more",
  },
};

/** The text of a metric; an unknown metric has its own name. */
export const metricText = (name: string): MetricText => ({
  label: labelOf(name),
  ...(Object.hasOwn(READINGS, name)
    ? READINGS[name as MetricName]
    : { format: measured, meaning: "" }),
});

/** The probability metrics when every observation gets the base rate as its score. */
export const withoutModel = (baseRate: number): Readonly<Record<string, number>> => ({
  roc_auc: 0.5,
  gini: 0,
  ks: 0,
  pr_auc: baseRate,
  log_loss: -entropyTerm(baseRate) - entropyTerm(1 - baseRate),
  brier: baseRate * (1 - baseRate),
});

const entropyTerm = (share: number): number => (share > 0 ? share * Math.log(share) : 0);
