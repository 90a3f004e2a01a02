import { importancePlot } from "../charts/importance.js";
import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The importance of the features, greatest first; nothing where it was not measured. */
export const importanceSection = ({ importance }: ModelReport, locale: Locale): Section[] => {
  if (importance === undefined) return [];
  const { percent, signed } = locale.format;
  const { label } = metricText(importance.metric, locale);
  const names = locale.text.choices.importance;
  const most = importance.features.toSorted((a, b) => b.permutation.mean - a.permutation.mean);
  return [
    {
      heading: names.heading,
      reading: names.reading(label),
      chart: {
        name: names.name(
          label,
          most
            .map(({ feature, permutation }) => `${feature} ${signed(permutation.mean)}`)
            .join(", "),
        ),
        spec: importancePlot(most, names.axis(label)),
      },
      table: {
        caption: names.caption,
        columns: [
          { name: names.feature },
          { name: names.loss, numeric: true },
          { name: names.deviation, numeric: true },
          { name: names.gain, numeric: true },
        ],
        rows: most.map(({ feature, gain, permutation }) => [
          feature,
          signed(permutation.mean),
          signed(permutation.standardDeviation).replace("+", ""),
          percent(gain),
        ]),
      },
    },
  ];
};
