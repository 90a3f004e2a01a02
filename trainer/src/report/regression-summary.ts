import type { Certainty } from "../learn/certainty/certainty.js";
import { rangesText } from "./certainty-text.js";
import type { Locale } from "./language/locale.js";
import type { RegressionReport } from "./report-data.js";
import { isPeriod } from "./span.js";

/** The result in sentences that need no statistics. */
export const regressionSummary = (
  { evaluation, words, test, certainty }: RegressionReport,
  locale: Locale,
): string[] => {
  const { text, format } = locale;
  const { summary } = text.regression;
  const { metrics, baseline, interval } = evaluation;
  const [error, guess] = [metrics["mae"], baseline["mae"]].map((mae) => format.rounded(mae ?? NaN));
  const range = certainty.intervals.metrics["mae"]?.map(format.rounded).join("–");
  return [
    summary.error(
      isPeriod(test),
      range === undefined ? error! : `${error!} (${range})`,
      words.unit,
      words.observations,
      guess!,
    ),
    explained(metrics, certainty, words.target, locale),
    ...(interval === undefined
      ? []
      : [
          summary.interval(
            format.share(interval.interval.level),
            words.observations,
            format.percent(interval.inside),
          ),
        ]),
    ...rangesText(certainty, locale),
  ];
};

const explained = (
  metrics: Readonly<Record<string, number>>,
  { intervals }: Certainty,
  target: string,
  { text, format }: Locale,
): string => {
  const { summary } = text.regression;
  const share = (metric: "r2" | "log_r2") => {
    const value = metrics[metric] ?? NaN;
    if (!(value > 0)) return summary.nothing;
    const ends = intervals.metrics[metric]?.map((end) => format.percent(Math.max(end, 0)));
    return ends === undefined
      ? format.percent(value)
      : `${format.percent(value)} (${ends.join("–")})`;
  };
  return metrics["log_r2"] === undefined
    ? summary.explained(share("r2"), target)
    : summary.explainedBoth(share("r2"), target, share("log_r2"));
};
