import { metricText } from "../metrics.js";
import type { Span } from "../../dataset/split.js";
import type { Section } from "../section.js";
import { kindOf } from "../span.js";

type Metrics = Readonly<Record<string, number>>;

/**
 * Every metric of the evaluation, beside its value without a model.
 *
 * @param guess what the model is compared with, as the end of a sentence
 */
export const metricSection = (
  test: Span,
  metrics: Metrics,
  baseline: Metrics,
  guess: string,
): Section => ({
  heading: "Metrics",
  reading: `Measured on the test ${kindOf(test)}, which the model did not learn from. The column “no skill” is ${guess}.`,
  table: {
    caption: `Metrics of the test ${kindOf(test)}`,
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
});
