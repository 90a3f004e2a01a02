import { rocCurve } from "../charts/roc.js";
import { number, percent } from "../format.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";
import { falsePositiveRate, recall } from "../shares.js";

/** How well the model ranks, over all thresholds. */
export const rocSection = ({ evaluation, words }: ClassificationReport): Section => {
  const { metrics, confusion } = evaluation;
  const caught = percent(recall(confusion));
  const disturbed = percent(falsePositiveRate(confusion));
  return {
    heading: "ROC curve",
    reading: `The farther the curve bows to the upper left, the better the model ranks. Each point is one possible threshold: its height is the share of ${words.observations} that ${words.positive} and are caught, its distance from the left the share of those that ${words.negative} and are flagged with them.`,
    chart: {
      name: `ROC curve, area ${number(metrics["roc_auc"] ?? NaN)}. At the threshold the true positive rate is ${caught} and the false positive rate ${disturbed}.`,
      spec: rocCurve(evaluation),
    },
  };
};
