import { FIRST_RECALL, precisionRecallCurve } from "../charts/precision-recall.js";
import { number, percent } from "../format.js";
import type { ClassificationEvaluation } from "../../evaluate/evaluation.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section, Table } from "../section.js";
import { precision, recall } from "../shares.js";

const RECALLS = [0.1, 0.25, 0.5, 0.75, 0.9];

/** Precision against recall, with a table of thresholds to choose from. */
export const precisionRecallSection = ({ evaluation, words }: ClassificationReport): Section => {
  const { metrics, confusion } = evaluation;
  return {
    heading: "Precision and recall",
    reading: `What it costs to catch more: towards the right more of the ${words.observations} that ${words.positive} are caught, and fewer of the flagged are right. The vertical axis ends at the highest precision, not at 100%, and the curve begins at a recall of ${FIRST_RECALL * 100}%, since before it too few are flagged.`,
    chart: {
      name: `Precision-recall curve, area ${number(metrics["pr_auc"] ?? NaN)}. At the threshold precision is ${percent(precision(confusion))} and recall ${percent(recall(confusion))}.`,
      spec: precisionRecallCurve(evaluation),
    },
    table: choices(evaluation),
  };
};

/** The results of other thresholds. */
const choices = ({
  precisionRecall,
  positives,
  observations,
}: ClassificationEvaluation): Table => ({
  caption: "What other thresholds would give",
  columns: [
    { name: "Recall", numeric: true },
    { name: "Precision", numeric: true },
    { name: "Flagged of all", numeric: true },
  ],
  rows: RECALLS.flatMap((wanted) => {
    const point = precisionRecall.find((candidate) => candidate.recall >= wanted);
    if (point === undefined) return [];
    const flagged = (point.recall * positives) / point.precision / observations;
    return [[percent(point.recall), percent(point.precision), percent(flagged)]];
  }),
});
