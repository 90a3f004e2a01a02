import { residualPlot } from "../charts/residuals.js";
import { rounded } from "../format.js";
import type { RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The residuals by answer. */
export const residualSection = ({ evaluation, words }: RegressionReport): Section => {
  const { residuals, axis } = evaluation;
  const medians = residuals.map(({ p50 }) => rounded(p50)).join(", ");
  return {
    heading: "Residuals",
    reading: `Each bar is a group of ${words.observations} with about the same answer: the dot is the middle one, the thick bar holds the middle half of them, the thin one nine tenths. Dots away from the dashed line are answers that are wrong in one direction; bars that grow longer are answers that can be trusted less.`,
    chart: {
      name: `${axis === "log" ? "Actual as a factor of predicted" : `Actual less predicted, in ${words.unit}`}: the medians by rising answer are ${medians}.`,
      spec: residualPlot(evaluation, words),
    },
  };
};
