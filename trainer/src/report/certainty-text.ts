import { fewCases, type Certainty } from "../learn/certainty/certainty.js";
import type { Locale } from "./language/locale.js";
import { metricText } from "./metrics.js";

/** The interval of a metric as a range: 0.6912 – 0.7355; nothing where none could be told. */
export const intervalOf = (
  metric: string,
  intervals: Certainty["intervals"],
  locale: Locale,
): string => {
  const ends = intervals.metrics[metric];
  return ends === undefined ? "" : ends.map(metricText(metric, locale).format).join(" – ");
};

/** A warning where figures rest on few cases; undefined where none does. */
export const fewCasesText = (cases: Certainty["cases"], locale: Locale): string | undefined => {
  const few = fewCases({ cases });
  if (few.length === 0) return undefined;
  const { count } = locale.format;
  const named = few.map(([metric, n]) => `${metricText(metric, locale).label} (${count(n)})`);
  return locale.text.metrics.fewCases(named.join(", "));
};

/** What the ranges in a summary are; nothing where it has none. */
export const rangesText = (
  { intervals: { metrics } }: Certainty,
  { text }: Locale,
): readonly string[] =>
  ["accuracy", "mae", "precision", "recall", "roc_auc"].some((metric) => metric in metrics)
    ? [text.metrics.ranges]
    : [];
