import type { ClassificationEvaluation } from "../evaluate/evaluation.js";
import type { Certainty } from "../learn/certainty/certainty.js";
import type { Words } from "../model/words.js";
import { rangesText } from "./certainty-text.js";
import type { Locale } from "./language/locale.js";
import type { ClassificationReport } from "./report-data.js";
import { flaggedShare, precision, recall } from "./shares.js";
import { isPeriod } from "./span.js";

/** The result in sentences that need no statistics. */
export const classificationSummary = (
  { evaluation, words, test, certainty }: ClassificationReport,
  locale: Locale,
): string[] => [
  usual(evaluation, words, isPeriod(test), locale),
  ...decisions(evaluation, words, certainty, locale),
  ...ranking(evaluation, words, certainty, locale),
  ...rangesText(certainty, locale),
];

const usual = (
  { positives, observations: all }: ClassificationEvaluation,
  { observations, positive }: Words,
  dated: boolean,
  { text, format }: Locale,
): string => {
  const [happen, of] = format.outOf(positives / all);
  return text.classification.summary.usual(dated, happen, of, observations, positive);
};

const decisions = (
  { confusion, threshold, observations: all }: ClassificationEvaluation,
  { observations, positive }: Words,
  { intervals }: Certainty,
  { text: { classification }, format }: Locale,
): string[] => {
  const { group, summary } = classification;
  const score = format.number(threshold.value);
  if (confusion.tp + confusion.fp === 0) return [summary.nothing(observations, score)];
  return [
    summary.decisions(
      format.outOf(recall(confusion), intervals.metrics["recall"]),
      group(observations, positive),
      format.outOf(precision(confusion), intervals.metrics["precision"]),
      positive,
    ),
    summary.flagged(
      format.percent(flaggedShare(confusion)),
      format.count(all),
      observations,
      score,
    ),
  ];
};

const ranking = (
  { metrics }: ClassificationEvaluation,
  { observations, positive, negative }: Words,
  { intervals }: Certainty,
  { text, format }: Locale,
): string[] => {
  const area = metrics["roc_auc"];
  if (area === undefined || !Number.isFinite(area)) return [];
  const { summary } = text.classification;
  const times = format.outOf(area, intervals.metrics["roc_auc"]);
  return [summary.ranking(observations, positive, negative, ...times)];
};
