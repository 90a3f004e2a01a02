import type { Manifest } from "@despliega/storage";
import { METRIC_WORDS } from "@despliega/storage/language";

/** A metric, as every part of the trainer knows it. */
export interface Metric {
  /** What people call it. */
  readonly label: string;
  /** What it is, in a sentence. */
  readonly sentence: string;
  readonly task: Manifest["task"];
  /** Which values are better; undefined where the best value is in between. */
  readonly better?: "more" | "less";
  /** The best value, where that is in between. */
  readonly ideal?: number;
  /** What answers reach that know nothing of the observation, where that is the same for all tables. */
  readonly guess?: number;
  /** Its unit: that of the label, or none, as of shares and logarithms. */
  readonly unit: "none" | "label";
  /** Whether it is measured on the logarithm of labels and answers. Only models that learn the logarithm have it. */
  readonly logarithm?: true;
  /** Whether only a classification of two classes has it. */
  readonly twoClasses?: true;
  /** Its least and its greatest possible value. */
  readonly range: readonly [least: number, most: number];
}

type Unnamed = Omit<Metric, "label" | "sentence">;

const ranking = (least: number): Unnamed => ({
  task: "classification",
  better: "more",
  unit: "none",
  range: [least, 1],
});

const loss = (most: number): Unnamed => ({
  task: "classification",
  better: "less",
  unit: "none",
  range: [0, most],
});

const explained: Unnamed = {
  task: "regression",
  better: "more",
  unit: "none",
  range: [-Infinity, 1],
  guess: 0,
};

const distance = (unit: Metric["unit"]): Unnamed => ({
  task: "regression",
  better: "less",
  unit,
  range: [0, Infinity],
});

const named = METRIC_WORDS.en;

/** Every metric, by the name that model definitions, manifests, `metrics.json` and reports call it. A name keeps its meaning. */
export const METRICS = {
  roc_auc: {
    label: named.roc_auc.label,
    sentence:
      "Probability that an observation of the class scores above one of the others, ties counted half.",
    ...ranking(0),
    guess: 0.5,
  },
  gini: {
    label: named.gini.label,
    sentence: "Twice the ROC-AUC, less one.",
    ...ranking(-1),
    guess: 0,
  },
  ks: {
    label: named.ks.label,
    sentence:
      "Largest distance between the cumulative shares of the class and of the others, by score.",
    ...ranking(0),
  },
  pr_auc: {
    label: named.pr_auc.label,
    sentence: "Average precision: the precision, weighted by the recall that each score adds.",
    ...ranking(0),
  },
  log_loss: {
    label: named.log_loss.label,
    sentence:
      "Mean of the negative logarithm of the probability that the right class got; a probability below 1e-15 counts as 1e-15.",
    ...loss(Infinity),
  },
  brier: {
    label: named.brier.label,
    sentence:
      "Mean squared distance from the probability of class 1 to what happened; of several classes half the sum over them.",
    ...loss(1),
  },
  calibration_slope: {
    label: named.calibration_slope.label,
    sentence:
      "Of two classes, the slope of the likeliest line from the log-odds of the probabilities to those of the class: below 1 the probabilities are too sure.",
    task: "classification",
    twoClasses: true,
    ideal: 1,
    unit: "none",
    range: [-Infinity, Infinity],
  },
  calibration_intercept: {
    label: named.calibration_intercept.label,
    sentence:
      "Of two classes, what the log-odds of all probabilities lack to come true on average: above 0 the probabilities are too low.",
    task: "classification",
    twoClasses: true,
    ideal: 0,
    guess: 0,
    unit: "none",
    range: [-Infinity, Infinity],
  },
  accuracy: { label: named.accuracy.label, sentence: "Share of right answers.", ...ranking(0) },
  balanced_accuracy: {
    label: named.balanced_accuracy.label,
    sentence: "Mean over the classes of the share of right answers among their observations.",
    ...ranking(0),
  },
  precision: {
    label: named.precision.label,
    sentence: "Share of the class among the observations that are answered so; 0 where none is.",
    ...ranking(0),
  },
  recall: {
    label: named.recall.label,
    sentence: "Share of the observations of the class that are answered so.",
    ...ranking(0),
  },
  f1: { label: named.f1.label, sentence: "Harmonic mean of precision and recall.", ...ranking(0) },
  r2: {
    label: named.r2.label,
    sentence:
      "Share of the variation of the labels that the answers explain; below 0 they are worse than the mean.",
    ...explained,
  },
  mae: {
    label: named.mae.label,
    sentence: "Mean distance from answer to label.",
    ...distance("label"),
  },
  rmse: {
    label: named.rmse.label,
    sentence: "Root of the mean squared distance from answer to label.",
    ...distance("label"),
  },
  mape: {
    label: named.mape.label,
    sentence:
      "Mean distance from answer to label, as a share of the label; labels of 0 are left out.",
    ...distance("none"),
  },
  bias: {
    label: named.bias.label,
    sentence: "Mean of answer less label: above 0 the answers are too high.",
    task: "regression",
    ideal: 0,
    unit: "label",
    range: [-Infinity, Infinity],
  },
  log_r2: {
    label: named.log_r2.label,
    sentence: "R² between the logarithms of labels and answers, before smearing.",
    ...explained,
    logarithm: true,
  },
  log_mae: {
    label: named.log_mae.label,
    sentence: "MAE between the logarithms of labels and answers, before smearing.",
    ...distance("none"),
    logarithm: true,
  },
  log_rmse: {
    label: named.log_rmse.label,
    sentence: "RMSE between the logarithms of labels and answers, before smearing.",
    ...distance("none"),
    logarithm: true,
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** The metric of a name; undefined where there is none, as in a release of another version. */
export const metricOf = (name: string): Metric | undefined =>
  Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : undefined;

/** What people call a metric. A metric of another version keeps its own name. */
export const labelOf = (name: string): string => metricOf(name)?.label ?? name;

/** Whether less of a metric is better, as of errors and losses. */
export const lowerIsBetter = (name: string): boolean => metricOf(name)?.better === "less";

/** Whether the first value of a metric is better than the second; any finite value is better than one that is not. */
export const isBetter = (name: string, value: number, other: number): boolean => {
  if (!Number.isFinite(value)) return false;
  if (!Number.isFinite(other)) return true;
  return lowerIsBetter(name) ? value < other : value > other;
};
