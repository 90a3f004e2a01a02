import { coefficientPlot } from "../charts/coefficients.js";
import { measured, signed } from "../format.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** What moves the score, strongest first. */
export const coefficientSection = ({ coefficients, words }: ClassificationReport): Section => {
  const strongest = coefficients.toSorted((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate));
  return {
    heading: "Coefficients",
    reading: `What moves the score, all features on one scale: the change in log-odds for one standard deviation more. To the right of the dashed line a higher value makes it likelier that ${words.observations} ${words.positive}. Bars are two standard errors to either side; one that touches the line may be chance.`,
    chart: {
      name: `Standardised coefficients with their standard errors, strongest first: ${strongest.map(({ feature, estimate }) => `${feature} ${signed(estimate)}`).join(", ")}.`,
      spec: coefficientPlot(strongest),
    },
    table: {
      caption: "Standardised coefficients",
      columns: [
        { name: "Feature" },
        { name: "Estimate", numeric: true },
        { name: "Std. error", numeric: true },
        { name: "Odds ratio", numeric: true },
      ],
      rows: strongest.map(({ feature, estimate, standardError }) => [
        feature,
        signed(estimate),
        measured(standardError),
        measured(Math.exp(estimate)),
      ]),
    },
  };
};
