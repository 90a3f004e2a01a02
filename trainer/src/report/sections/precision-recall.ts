import { FIRST_RECALL, precisionRecallCurve } from "../charts/precision-recall.js";
import type { ClassificationEvaluation } from "../../evaluate/evaluation.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section, Table } from "../section.js";
import { precision, recall } from "../shares.js";

const RECALLS = [0.1, 0.25, 0.5, 0.75, 0.9];

/** Precision against recall, with a table of thresholds to choose from. */
export const precisionRecallSection = (
  { evaluation, words }: ClassificationReport,
  locale: Locale,
): Section => {
  const { metrics, confusion } = evaluation;
  const { number, percent, share } = locale.format;
  const { classification } = locale.text;
  const { heading, reading, name } = classification.precisionRecall;
  return {
    heading,
    reading: reading(classification.group(words.observations, words.positive), share(FIRST_RECALL)),
    chart: {
      name: name(
        number(metrics["pr_auc"] ?? NaN),
        percent(precision(confusion)),
        percent(recall(confusion)),
      ),
      spec: precisionRecallCurve(evaluation, classification),
    },
    table: choices(evaluation, locale),
  };
};

/** The results of other thresholds. */
const choices = (
  { precisionRecall, positives, observations }: ClassificationEvaluation,
  { text, format: { percent } }: Locale,
): Table => {
  const { caption, ...names } = text.classification.precisionRecall;
  return {
    caption,
    columns: [
      { name: names.recall, numeric: true },
      { name: names.precision, numeric: true },
      { name: names.flagged, numeric: true },
    ],
    rows: RECALLS.flatMap((wanted) => {
      const point = precisionRecall.find((candidate) => candidate.recall >= wanted);
      if (point === undefined) return [];
      const flagged = (point.recall * positives) / point.precision / observations;
      return [[percent(point.recall), percent(point.precision), percent(flagged)]];
    }),
  };
};
