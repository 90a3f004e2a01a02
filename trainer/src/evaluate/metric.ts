import type { Manifest } from "@despliega/storage";

/** A metric, as every part of the trainer knows it. */
export interface Metric {
  /** What people call it. */
  readonly label: string;
  readonly task: Manifest["task"];
  /** Which values are better; undefined where the best value is in between. */
  readonly better?: "more" | "less";
  /** Its unit: that of the label, or none, as of shares and logarithms. */
  readonly unit: "none" | "label";
  /** Whether it is measured on the logarithm of labels and answers. Only models that learn the logarithm have it. */
  readonly logarithm?: true;
  /** Its least and its greatest possible value. */
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
