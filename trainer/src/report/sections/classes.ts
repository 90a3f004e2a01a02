import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { MulticlassReport } from "../report-data.js";
import type { Section } from "../section.js";

const SHOWN = ["precision", "recall", "f1", "roc_auc", "pr_auc"];

/** How well each class is told from all others. */
export const classSection = ({ evaluation }: MulticlassReport, locale: Locale): Section => {
  const { count } = locale.format;
  const { heading, reading, name: title, observations: total } = locale.text.multiclass.classes;
  const texts = SHOWN.map((metric) => ({ metric, ...metricText(metric, locale) }));
  return {
    heading,
    reading,
    table: {
      caption: heading,
      columns: [
        { name: title },
        { name: total, numeric: true },
        ...texts.map(({ label }) => ({ name: label, numeric: true })),
      ],
      rows: evaluation.classes.map(({ name, observations, metrics }) => [
        name,
        count(observations),
        ...texts.map(({ metric, format }) => format(metrics[metric] ?? NaN)),
      ]),
    },
  };
};
