import { rangesText } from "./certainty-text.js";
import type { Locale } from "./language/locale.js";
import type { MulticlassReport } from "./report-data.js";
import { isPeriod } from "./span.js";

/** The result in sentences that need no statistics. */
export const multiclassSummary = (
  { evaluation, words: { observations }, test, certainty }: MulticlassReport,
  locale: Locale,
): string[] => {
  const { metrics, classes, observations: all } = evaluation;
  const { outOf } = locale.format;
  const { summary } = locale.text.multiclass;
  const most = classes.reduce((a, b) => (b.observations > a.observations ? b : a));
  const worst = classes
    .filter((one) => one.observations > 0)
    .reduce((a, b) => (b.metrics["recall"]! < a.metrics["recall"]! ? b : a));
  return [
    summary.usual(isPeriod(test), outOf(most.observations / all), observations, most.name),
    summary.right(
      outOf(metrics["accuracy"]!, certainty.intervals.metrics["accuracy"]),
      observations,
    ),
    summary.worst(outOf(worst.metrics["recall"]!), observations, worst.name),
    ...rangesText(certainty, locale),
  ];
};
