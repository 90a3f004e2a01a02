import type { Manifest } from "@despliega/storage";

/** What is measured of a model, as every part of the trainer knows it. */
export interface Metric {
  /** What people call it. */
  readonly label: string;
  readonly task: Manifest["task"];
  /** Which values are better; none are of a metric that is best somewhere in between. */
  readonly better?: "more" | "less";
  /** What it counts in: the label's unit, or none, as shares and logarithms have none. */
  readonly unit: "none" | "label";
  /** Whether it is measured on the logarithm of labels and answers, which only models that learned it are. */
  readonly logarithm?: true;
  /** The least and the most that it can be, both included. */
  readonly range: readonly [least: number, most: number];
}

type Unnamed = Omit<Metric, "label">;

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
};

const distance = (unit: Metric["unit"]): Unnamed => ({
  task: "regression",
  better: "less",
  unit,
  range: [0, Infinity],
});

/** Every metric, by the name that model definitions, manifests and reports call it. */
export const METRICS = {
  roc_auc: { label: "ROC-AUC", ...ranking(0) },
  gini: { label: "Gini", ...ranking(-1) },
  ks: { label: "Kolmogorov–Smirnov", ...ranking(0) },
  pr_auc: { label: "PR-AUC", ...ranking(0) },
  log_loss: { label: "Log-loss", ...loss(Infinity) },
  brier: { label: "Brier score", ...loss(1) },
  accuracy: { label: "Accuracy", ...ranking(0) },
  precision: { label: "Precision", ...ranking(0) },
  recall: { label: "Recall", ...ranking(0) },
  f1: { label: "F1", ...ranking(0) },
  r2: { label: "R²", ...explained },
  mae: { label: "MAE", ...distance("label") },
  rmse: { label: "RMSE", ...distance("label") },
  mape: { label: "MAPE", ...distance("none") },
  bias: { label: "Bias", task: "regression", unit: "label", range: [-Infinity, Infinity] },
  log_r2: { label: "R² of the logarithm", ...explained, logarithm: true },
  log_mae: { label: "MAE of the logarithm", ...distance("none"), logarithm: true },
  log_rmse: { label: "RMSE of the logarithm", ...distance("none"), logarithm: true },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** The metric of a name; undefined where there is none, as in a release of another version. */
export const metricOf = (name: string): Metric | undefined =>
  Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : undefined;

/** What people call a metric; one of another version goes by its own name. */
export const labelOf = (name: string): string => metricOf(name)?.label ?? name;

/** Whether less of a metric is better, as of errors and losses. */
export const lowerIsBetter = (name: string): boolean => metricOf(name)?.better === "less";

/** Whether the first value of a metric is better than the second; a value that is not finite is worse than any that is. */
export const isBetter = (name: string, value: number, other: number): boolean => {
  if (!Number.isFinite(value)) return false;
  if (!Number.isFinite(other)) return true;
  return lowerIsBetter(name) ? value < other : value > other;
};
