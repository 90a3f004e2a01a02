import { scoreDistribution } from "../charts/score-distribution.js";
import { number } from "../format.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The scores of each class. */
export const scoreSection = ({ evaluation, words }: ClassificationReport): Section => ({
  heading: "Scores by class",
  reading: `The less the two shapes overlap, the better the model tells the classes apart. Each shape sums to 100% of its own class, so that a rare class is as visible as a common one; the scale is one of log-odds, which keeps small scores apart.`,
  chart: {
    name: `Distribution of the scores of ${words.observations} that ${words.positive} and of those that ${words.negative}, with the threshold at ${number(evaluation.threshold.value)}.`,
    spec: scoreDistribution(evaluation, words),
  },
});
