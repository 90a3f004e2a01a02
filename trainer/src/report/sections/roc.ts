import { rocCurve } from "../charts/roc.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";
import { falsePositiveRate, recall } from "../shares.js";

/** How well the model ranks, over all thresholds. */
export const rocSection = (
  { evaluation, words }: ClassificationReport,
  { text: { classification }, format: { number, percent } }: Locale,
): Section => {
  const { metrics, confusion } = evaluation;
  const { heading, reading, name } = classification.roc;
  return {
    heading,
    reading: reading(classification.group(words.observations, words.positive), words.negative),
    chart: {
      name: name(
        number(metrics["roc_auc"] ?? NaN),
        percent(recall(confusion)),
        percent(falsePositiveRate(confusion)),
      ),
      spec: rocCurve(evaluation, classification),
    },
  };
};
