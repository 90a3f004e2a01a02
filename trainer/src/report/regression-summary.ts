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
    explained(metrics["r2"] ?? NaN, metrics["log_r2"], words.target, locale),
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
  r2: number,
  log: number | undefined,
  target: string,
  { text, format }: Locale,
): string => {
  const { summary } = text.regression;
  const share = (value: number) => (value > 0 ? format.percent(value) : summary.nothing);
  return log === undefined
    ? summary.explained(share(r2), target)
    : summary.explainedBoth(share(r2), target, share(log));
};
