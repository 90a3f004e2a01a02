import { calibrationPlot } from "../charts/calibration.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** Whether scores can be read as probabilities. */
export const calibrationSection = (
  { evaluation }: ClassificationReport,
  { text, format: { count, percent } }: Locale,
): Section => {
  const bins = evaluation.calibration;
  const agreeing = bins.filter(
    ({ predicted, lower, upper }) => lower <= predicted && predicted <= upper,
  ).length;
  const { heading, reading, name, caption, ...names } = text.classification.calibration;
  return {
    heading,
    reading,
    chart: { name: name(agreeing, bins.length), spec: calibrationPlot(bins, names) },
    table: {
      caption,
      columns: [
        { name: names.tenth, numeric: true },
        { name: names.observations, numeric: true },
        { name: names.predicted, numeric: true },
        { name: names.observed, numeric: true },
        { name: names.interval, numeric: true },
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
