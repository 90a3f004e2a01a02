import type { Coefficient, ErrorSource } from "../../estimators/coefficient.js";
import { amountLabel } from "../charts/amount-axis.js";
import { coefficientPlot, type CoefficientScale } from "../charts/coefficients.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport, MulticlassReport, RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The features that move a classifier's score, strongest first; nothing for one that is not linear. */
export const logOddsSection = (
  { coefficients, coefficientErrors: errors, words }: ClassificationReport,
  locale: Locale,
): Section[] => {
  const { logOdds, logOddsAxis: title, oddsRatio: factor } = locale.text.choices.coefficients;
  const reading = logOdds(words.observations, words.positive);
  return section(
    coefficients,
    { reading, errors, scale: { title, axis: NUMBERS }, factor },
    locale,
  );
};

/** The features that move a regression's answer, strongest first; nothing for one that is not linear. */
export const slopeSection = (
  { coefficients, coefficientErrors: errors, words, scale }: RegressionReport,
  locale: Locale,
): Section[] => {
  const names = locale.text.choices.coefficients;
  if (scale !== undefined) {
    const { logarithm, logarithmAxis: title, factor } = names;
    const reading = logarithm(words.target);
    return section(
      coefficients,
      { reading, errors, scale: { title, axis: NUMBERS }, factor },
      locale,
    );
  }
  const amounts = { title: names.slopeAxis(words.unit), axis: { labelExpr: amountLabel(locale) } };
  return section(
    coefficients,
    { reading: names.slope(words.target), errors, scale: amounts },
    locale,
  );
};

/** The features that move the probability of each class, strongest first; nothing for a model that is not linear. */
export const classCoefficientSection = (
  { coefficients, coefficientErrors: errors, evaluation }: MulticlassReport,
  locale: Locale,
): Section[] => {
  const { logProbability: reading, logProbabilityAxis: title } = locale.text.choices.coefficients;
  const named = coefficients?.map((each) =>
    each.class === undefined
      ? each
      : { ...each, feature: `${evaluation.classes[each.class]!.name}: ${each.feature}` },
  );
  return section(named, { reading, errors, scale: { title, axis: NUMBERS } }, locale);
};

const NUMBERS = { format: "~g" };

/** Most coefficients of the picture: a category has one per name. */
const MOST = 20;

interface Texts {
  readonly reading: string;
  readonly errors: ErrorSource | undefined;
  readonly scale: CoefficientScale;
  /** Name of the exponential of a coefficient, where it has a meaning. */
  readonly factor?: string;
}

const section = (
  coefficients: readonly Coefficient[] | undefined,
  { reading, errors, scale, factor }: Texts,
  { text, format: { measured, signed } }: Locale,
): Section[] => {
  if (coefficients === undefined) return [];
  const names = text.choices.coefficients;
  const strongest = coefficients.toSorted((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate));
  const shown = strongest.slice(0, MOST);
  const few = shown.length < strongest.length ? ` ${names.few(`${MOST}`)}` : "";
  return [
    {
      heading: names.heading,
      reading: `${reading} ${names.bars}${few}${errors === undefined ? "" : ` ${names.errors[errors]}`}`,
      chart: {
        name: names.name(
          shown.map(({ feature, estimate }) => `${feature} ${signed(estimate)}`).join(", "),
        ),
        spec: coefficientPlot(shown, scale),
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
