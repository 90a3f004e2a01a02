import { calibrationPlot } from "../charts/calibration.js";
import { count, percent } from "../format.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** Whether scores can be read as probabilities. */
export const calibrationSection = ({ evaluation }: ClassificationReport): Section => {
  const bins = evaluation.calibration;
  const agreeing = bins.filter(
    ({ predicted, lower, upper }) => lower <= predicted && predicted <= upper,
  ).length;
  return {
    heading: "Calibration",
    reading:
      "Whether a score can be read as a probability. Each dot is a tenth of the observations, ordered by score; a dot on the dashed line happened as often as predicted, and its bar is the 95% interval of what was observed. Both axes end where the scores do.",
    chart: {
      name: `Calibration by tenth of the score: in ${agreeing} of ${bins.length} bins the prediction lies within the interval of what was observed.`,
      spec: calibrationPlot(bins),
    },
    table: {
      caption: "Calibration by tenth of the score",
      columns: [
        { name: "Tenth", numeric: true },
        { name: "Observations", numeric: true },
        { name: "Predicted", numeric: true },
        { name: "Observed", numeric: true },
        { name: "95% interval", numeric: true },
      ],
      rows: bins.map(({ bin, observations, predicted, observed, lower, upper }) => [
        count(bin),
        count(observations),
        percent(predicted),
        percent(observed),
        `${percent(lower)} – ${percent(upper)}`,
      ]),
    },
  };
};
