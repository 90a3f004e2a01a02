import { metricText, withoutModel } from "../metrics.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** Every metric of the evaluation beside what it is worth without a model. */
export const metricSection = ({ evaluation }: ClassificationReport): Section => {
  const { metrics, positives, observations } = evaluation;
  const baseline = withoutModel(positives / observations);
  return {
    heading: "Metrics",
    reading:
      "Measured on the test period, which the model did not learn from. The column “no skill” is what the same score for everybody would reach.",
    table: {
      caption: "Metrics of the test period",
      columns: [
        { name: "Metric" },
        { name: "Value", numeric: true },
        { name: "No skill", numeric: true },
        { name: "Meaning" },
      ],
      rows: Object.entries(metrics).map(([name, value]) => {
        const { label, format, meaning } = metricText(name);
        const chance = baseline[name];
        return [label, format(value), chance === undefined ? "" : format(chance), meaning];
      }),
    },
  };
};
