import { calibrationPlot } from "../charts/calibration.js";
import { intervalOf } from "../certainty-text.js";
import type { Catalogue } from "../language/catalogue.js";
import type { Locale } from "../language/locale.js";
import { metricText } from "../metrics.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** Whether scores can be read as probabilities. */
export const calibrationSection = (report: ClassificationReport, locale: Locale): Section => {
  const { evaluation } = report;
  const {
    text,
    format: { count, percent },
  } = locale;
  const bins = evaluation.calibration;
  const agreeing = bins.filter(
    ({ predicted, lower, upper }) => lower <= predicted && predicted <= upper,
  ).length;
  const { heading, reading, name, caption, ...names } = text.classification.calibration;
  return {
    heading,
    reading: [reading, ...recalibrationText(report, locale), methodText(report, names)].join(" "),
    chart: {
      name: name(agreeing, bins.length),
      spec: calibrationPlot(bins, names, evaluation.uncalibrated),
    },
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

/** The slope and the intercept of the recalibration, with their intervals. */
const recalibrationText = (
  { evaluation: { metrics }, certainty }: ClassificationReport,
  locale: Locale,
): readonly string[] =>
  (["calibration_slope", "calibration_intercept"] as const).flatMap((metric) => {
    const value = metrics[metric];
    if (value === undefined) return [];
    const { format } = metricText(metric, locale);
    const ends = intervalOf(metric, certainty.intervals, locale);
    return [locale.text.classification.calibration[metric](format(value), ends)];
  });

const methodText = (
  { calibration, evaluation: { uncalibrated } }: ClassificationReport,
  { methods, before }: Pick<Catalogue["classification"]["calibration"], "methods" | "before">,
): string => [methods[calibration ?? "none"], ...(uncalibrated ? [before] : [])].join(" ");
