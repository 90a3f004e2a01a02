import { METRIC_WORDS, type MetricWords } from "@despliega/storage/language";

import type { ModelDescription } from "../api/types.js";
import type { Words } from "../text/words.js";

/** How a metric is called, read and written. */
export interface MetricText extends MetricWords {
  readonly write: (value: number) => string;
}

const SHARES: ReadonlySet<string> = new Set([
  "precision",
  "recall",
  "accuracy",
  "balanced_accuracy",
  "mape",
]);

/** The text of a metric; an unknown one has its own name. */
export const metricText = (name: string, { language, format }: Words): MetricText => {
  const words: Readonly<Record<string, MetricWords>> = METRIC_WORDS[language];
  const known = Object.hasOwn(words, name) ? words[name] : undefined;
  return {
    ...(known ?? { label: name, meaning: "" }),
    write: SHARES.has(name) ? format.percent : format.rounded,
  };
};

/** The metric that a model is judged by first. */
export interface Headline {
  readonly name: string;
  readonly value: number;
  readonly interval: readonly [number, number] | undefined;
}

const FIRST = ["roc_auc", "log_r2", "r2", "mae"];

/** The metric of a model's first check, or else the best known one that it has. */
export const headlineOf = ({
  gates,
  metrics,
}: Pick<ModelDescription, "gates" | "metrics">): Headline | undefined => {
  const gate = gates.find(({ metric, value }) => metric !== undefined && value !== undefined);
  const name = gate?.metric ?? [...FIRST, ...Object.keys(metrics)].find((one) => one in metrics);
  if (name === undefined) return undefined;
  const value = metrics[name] ?? gate?.value;
  return value === undefined ? undefined : { name, value, interval: gate?.interval };
};
