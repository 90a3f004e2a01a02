import type { Coefficient } from "../../estimators/coefficient.js";
import { amountLabel } from "../charts/amount-axis.js";
import { coefficientPlot, type CoefficientScale } from "../charts/coefficients.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport, RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The features that move a classifier's score, strongest first; nothing for one that is not linear. */
export const logOddsSection = (
  { coefficients, words }: ClassificationReport,
  locale: Locale,
): Section[] => {
  const { logOdds, logOddsAxis: title, oddsRatio: factor } = locale.text.choices.coefficients;
  const reading = logOdds(words.observations, words.positive);
  return section(coefficients, { reading, scale: { title, axis: NUMBERS }, factor }, locale);
};

/** The features that move a regression's answer, strongest first; nothing for one that is not linear. */
export const slopeSection = (
  { coefficients, words, scale }: RegressionReport,
  locale: Locale,
): Section[] => {
  const names = locale.text.choices.coefficients;
  if (scale !== undefined) {
    const { logarithm, logarithmAxis: title, factor } = names;
    const reading = logarithm(words.target);
    return section(coefficients, { reading, scale: { title, axis: NUMBERS }, factor }, locale);
  }
  const amounts = { title: names.slopeAxis(words.unit), axis: { labelExpr: amountLabel(locale) } };
  return section(coefficients, { reading: names.slope(words.target), scale: amounts }, locale);
};

const NUMBERS = { format: "~g" };

interface Texts {
  readonly reading: string;
  readonly scale: CoefficientScale;
  /** Name of the exponential of a coefficient, where it has a meaning. */
  readonly factor?: string;
}

const section = (
  coefficients: readonly Coefficient[] | undefined,
  { reading, scale, factor }: Texts,
  { text, format: { measured, signed } }: Locale,
): Section[] => {
  if (coefficients === undefined) return [];
  const names = text.choices.coefficients;
  const strongest = coefficients.toSorted((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate));
  return [
    {
      heading: names.heading,
      reading: `${reading} ${names.bars}`,
      chart: {
        name: names.name(
          strongest.map(({ feature, estimate }) => `${feature} ${signed(estimate)}`).join(", "),
        ),
        spec: coefficientPlot(strongest, scale),
      },
      table: {
        caption: names.caption,
        columns: [
          { name: names.feature },
          { name: names.estimate, numeric: true },
          { name: names.error, numeric: true },
          ...(factor === undefined ? [] : [{ name: factor, numeric: true }]),
        ],
        rows: strongest.map(({ feature, estimate, standardError }) => [
          feature,
          signed(estimate),
          measured(standardError),
          ...(factor === undefined ? [] : [measured(Math.exp(estimate))]),
        ]),
      },
    },
  ];
};
