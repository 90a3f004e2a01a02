import { scoreDistribution } from "../charts/score-distribution.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The scores of each class. */
export const scoreSection = (
  { evaluation, words }: ClassificationReport,
  { text: { classification }, format: { number } }: Locale,
): Section => {
  const { observations, positive, negative } = words;
  const { heading, reading, name } = classification.scores;
  return {
    heading,
    reading,
    chart: {
      name: name(observations, positive, negative, number(evaluation.threshold.value)),
      spec: scoreDistribution(evaluation, words, classification),
    },
  };
};
