import { residualPlot } from "../charts/residuals.js";
import type { Locale } from "../language/locale.js";
import type { RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The residuals by answer. */
export const residualSection = (
  { evaluation, words }: RegressionReport,
  locale: Locale,
): Section => {
  const { residuals, axis } = evaluation;
  const { heading, reading, name, factor, difference } = locale.text.regression.residuals;
  const what = axis === "log" ? factor : difference(words.unit);
  const medians = residuals.map(({ p50 }) => locale.format.rounded(p50)).join(", ");
  return {
    heading,
    reading: reading(words.observations),
    chart: { name: name(what, medians), spec: residualPlot(evaluation, words, locale) },
  };
};
