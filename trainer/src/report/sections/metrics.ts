import { fewCasesText, intervalOf } from "../certainty-text.js";
import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { isPeriod } from "../span.js";

type Evaluated = Pick<ModelReport, "test" | "certainty"> & {
  readonly evaluation: { readonly metrics: Readonly<Record<string, number>> };
};

/**
 * Every metric of the evaluation, beside its value without a model.
 *
 * @param guess what the model is compared with, as the end of a sentence
 */
export const metricSection = (
  { test, certainty, evaluation: { metrics } }: Evaluated,
  baseline: Readonly<Record<string, number>>,
  guess: string,
  locale: Locale,
): Section => {
  const { heading, reading, caption, ...names } = locale.text.metrics;
  return {
    heading,
    reading: [reading(isPeriod(test), guess), names.intervals].join(" "),
    ...fewCasesWarning(certainty, locale),
    table: {
      caption: caption(isPeriod(test)),
      columns: [
        { name: names.name },
        { name: names.value, numeric: true },
        { name: names.interval, numeric: true },
        { name: names.noSkill, numeric: true },
        { name: names.meaning },
      ],
      rows: Object.entries(metrics).map(([name, value]) => {
        const { label, format, meaning } = metricText(name, locale);
        const chance = baseline[name];
        return [
          label,
          format(value),
          intervalOf(name, certainty.intervals, locale),
          chance === undefined ? "" : format(chance),
          meaning,
        ];
      }),
    },
  };
};

const fewCasesWarning = (
  { cases }: ModelReport["certainty"],
  locale: Locale,
): Pick<Section, "warning"> => {
  const warning = fewCasesText(cases, locale);
  return warning === undefined ? {} : { warning };
};
