import { AMOUNT } from "../charts/amount-axis.js";
import { coefficientPlot, type CoefficientScale } from "../charts/coefficients.js";
import { measured, signed } from "../format.js";
import type { Coefficient } from "../../estimators/coefficient.js";
import type { ClassificationReport, RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The features that move a classifier's score, strongest first; nothing for one that is not linear. */
export const logOddsSection = ({ coefficients, words }: ClassificationReport): Section[] =>
  section(coefficients, {
    reading: `What moves the score, all features on one scale: the change in log-odds for one standard deviation more. To the right of the dashed line a higher value makes it likelier that ${words.observations} ${words.positive}.`,
    scale: { title: "Change in log-odds per standard deviation", axis: { format: "~g" } },
    factor: "Odds ratio",
  });

/** The features that move a regression's answer, strongest first; nothing for one that is not linear. */
export const slopeSection = ({ coefficients, words, scale }: RegressionReport): Section[] =>
  section(
    coefficients,
    scale === undefined
      ? {
          reading: `What moves the answer, all features on one scale: the change in the ${words.target} for one standard deviation more.`,
          scale: {
            title: `Change in ${words.unit} per standard deviation`,
            axis: { labelExpr: AMOUNT },
          },
        }
      : {
          reading: `What moves the answer, all features on one scale: the change in the logarithm of the ${words.target} for one standard deviation more, which multiplies the answer by a factor.`,
          scale: { title: "Change in logarithm per standard deviation", axis: { format: "~g" } },
          factor: "Factor",
        },
  );

interface Texts {
  readonly reading: string;
  readonly scale: CoefficientScale;
  /** Name of the exponential of a coefficient, where it has a meaning. */
  readonly factor?: string;
}

const section = (
  coefficients: readonly Coefficient[] | undefined,
  { reading, scale, factor }: Texts,
): Section[] => {
  if (coefficients === undefined) return [];
  const strongest = coefficients.toSorted((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate));
  return [
    {
      heading: "Coefficients",
      reading: `${reading} Bars are two standard errors to either side; one that touches the line may be chance.`,
      chart: {
        name: `Standardised coefficients with their standard errors, strongest first: ${strongest.map(({ feature, estimate }) => `${feature} ${signed(estimate)}`).join(", ")}.`,
        spec: coefficientPlot(strongest, scale),
      },
      table: {
        caption: "Standardised coefficients",
        columns: [
          { name: "Feature" },
          { name: "Estimate", numeric: true },
          { name: "Std. error", numeric: true },
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
