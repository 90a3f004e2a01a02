import { densityPlot } from "../charts/density.js";
import type { Locale } from "../language/locale.js";
import type { RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** Answers against labels, with the error by decile of the answer. */
export const predictedActualSection = (
  { evaluation, words }: RegressionReport,
  locale: Locale,
): Section => {
  const { axis, deciles, metrics } = evaluation;
  const { measured, percent } = locale.format;
  const names = locale.text.regression.predictedActual;
  return {
    heading: names.heading,
    reading: [names.reading, ...(axis === "log" ? [names.logarithmic] : [])].join(" "),
    chart: {
      name: names.name(
        words.target,
        words.observations,
        percent(Math.max(0, metrics["r2"] ?? NaN)),
      ),
      spec: densityPlot(evaluation, words, locale),
    },
    table: {
      caption: names.caption(words.observations, words.unit),
      columns: [
        { name: names.tenth, numeric: true },
        { name: names.predicted, numeric: true },
        { name: names.truth, numeric: true },
        { name: names.mae, numeric: true },
        { name: names.bias, numeric: true },
      ],
      rows: deciles.map(({ decile, predicted, actual, mae, bias }) => [
        String(decile),
        ...[predicted, actual, mae, bias].map(measured),
      ]),
    },
  };
};
