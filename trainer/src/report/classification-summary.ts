import { count, number, outOf, percent } from "./format.js";
import type { ClassificationEvaluation } from "../evaluate/evaluation.js";
import type { Words } from "../model/words.js";
import type { ClassificationReport } from "./report-data.js";
import { flaggedShare, precision, recall } from "./shares.js";
import { kindOf } from "./span.js";

/** The result in sentences that need no statistics. */
export const classificationSummary = ({
  evaluation,
  words,
  test,
}: ClassificationReport): string[] => [
  usual(evaluation, words, kindOf(test)),
  ...decisions(evaluation, words),
  ...ranking(evaluation, words),
];

const usual = (
  { positives, observations: all }: ClassificationEvaluation,
  { observations, positive }: Words,
  kind: string,
): string => {
  const [happen, of] = outOf(positives / all);
  return `In the test ${kind} ${happen} of ${of} ${observations} ${positive}.`;
};

const decisions = (
  { confusion, threshold, observations: all }: ClassificationEvaluation,
  { observations, positive }: Words,
): string[] => {
  const score = number(threshold.value);
  if (confusion.tp + confusion.fp === 0)
    return [`The model flags none of the ${observations}: no score reaches ${score}.`];
  const [caught, ofPositives] = outOf(recall(confusion));
  const [right, ofFlagged] = outOf(precision(confusion));
  return [
    `Of ${ofPositives} ${observations} that ${positive}, the model flags ${caught}; of ${ofFlagged} that it flags, ${right} ${positive}.`,
    `It flags ${percent(flaggedShare(confusion))} of all ${count(all)} ${observations}, those with a score of ${score} or more.`,
  ];
};

const ranking = (
  { metrics }: ClassificationEvaluation,
  { observations, positive, negative }: Words,
): string[] => {
  const area = metrics["roc_auc"];
  if (area === undefined || !Number.isFinite(area)) return [];
  return [
    `Given one of the ${observations} that ${positive} and one of those that ${negative}, it gives the first the higher score ${outOf(area).join(" times of ")}.`,
  ];
};
