import { densityPlot } from "../charts/density.js";
import { measured, percent } from "../format.js";
import type { RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** Answers against labels, with the error by decile of the answer. */
export const predictedActualSection = ({ evaluation, words }: RegressionReport): Section => {
  const { axis, deciles, metrics } = evaluation;
  return {
    heading: "Predicted and actual",
    reading: `On the dashed line the answer is right: the closer most observations are to it, the better. The outermost squares also hold all beyond them.${axis === "log" ? " Both axes are logarithmic: equal distances are equal factors." : ""}`,
    chart: {
      name: `Actual against predicted ${words.target} of the ${words.observations}; the answers explain ${percent(Math.max(0, metrics["r2"] ?? NaN))} of the variation.`,
      spec: densityPlot(evaluation, words),
    },
    table: {
      caption: `Error by tenth of the ${words.observations}, lowest answers first, in ${words.unit}`,
      columns: [
        { name: "Tenth", numeric: true },
        { name: "Mean answer", numeric: true },
        { name: "Mean truth", numeric: true },
        { name: "MAE", numeric: true },
        { name: "Bias", numeric: true },
      ],
      rows: deciles.map(({ decile, predicted, actual, mae, bias }) => [
        String(decile),
        ...[predicted, actual, mae, bias].map(measured),
      ]),
    },
  };
};
