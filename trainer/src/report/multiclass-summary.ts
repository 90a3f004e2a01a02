import type { Locale } from "./language/locale.js";
import type { MulticlassReport } from "./report-data.js";
import { isPeriod } from "./span.js";

/** The result in sentences that need no statistics. */
export const multiclassSummary = (
  { evaluation, words: { observations }, test }: MulticlassReport,
  { text, format: { outOf } }: Locale,
): string[] => {
  const { metrics, classes, observations: all } = evaluation;
  const { summary } = text.multiclass;
  const most = classes.reduce((a, b) => (b.observations > a.observations ? b : a));
  const worst = classes
    .filter((one) => one.observations > 0)
    .reduce((a, b) => (b.metrics["recall"]! < a.metrics["recall"]! ? b : a));
  return [
    summary.usual(isPeriod(test), outOf(most.observations / all), observations, most.name),
    summary.right(outOf(metrics["accuracy"]!), observations),
    summary.worst(outOf(worst.metrics["recall"]!), observations, worst.name),
  ];
};
