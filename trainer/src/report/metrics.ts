import { METRIC_WORDS, type Formats, type MetricWords } from "@despliega/storage/language";

import type { MetricName } from "../evaluate/metric.js";
import type { Locale } from "./language/locale.js";

/** How a metric is called, written and read. */
export interface MetricText extends MetricWords {
  readonly format: (value: number) => string;
  /** Whether it is written as a percentage. */
  readonly isShare: boolean;
}

const SHARES: ReadonlySet<string> = new Set<MetricName>([
  "precision",
  "recall",
  "accuracy",
  "balanced_accuracy",
  "mape",
]);

/** The text of a metric; an unknown metric has its own name. */
export const metricText = (name: string, { language, format }: Locale): MetricText => {
  const words = METRIC_WORDS[language];
  return {
    ...(Object.hasOwn(words, name) ? words[name as MetricName] : { label: name, meaning: "" }),
    format: formatOf(name, format),
    isShare: SHARES.has(name),
  };
};

const formatOf = (name: string, { measured, percent }: Formats) =>
  SHARES.has(name) ? percent : measured;

/** The probability metrics when every observation gets the base rate as its score. */
export const withoutModel = (baseRate: number): Readonly<Record<string, number>> => ({
  roc_auc: 0.5,
  gini: 0,
  ks: 0,
  pr_auc: baseRate,
  log_loss: -entropyTerm(baseRate) - entropyTerm(1 - baseRate),
  brier: baseRate * (1 - baseRate),
});

/** The metrics of probabilities when every observation gets the shares of three classes or more as its own. */
export const withoutModelOfSeveral = (
  shares: readonly number[],
): Readonly<Record<string, number>> => {
  const there = shares.filter((share) => share > 0);
  return {
    roc_auc: 0.5,
    gini: 0,
    ks: 0,
    pr_auc: 1 / there.length,
    log_loss: -there.reduce((sum, share) => sum + entropyTerm(share), 0),
    brier: (1 - there.reduce((sum, share) => sum + share ** 2, 0)) / 2,
    accuracy: Math.max(...there),
    balanced_accuracy: 1 / there.length,
  };
};

const entropyTerm = (share: number): number => (share > 0 ? share * Math.log(share) : 0);
