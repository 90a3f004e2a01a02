import { count } from "./format.js";
import { renderPage } from "./page.js";
import type { ClassificationReport } from "./report-data.js";
import { calibrationSection } from "./sections/calibration.js";
import { coefficientSection } from "./sections/coefficients.js";
import { confusionSection } from "./sections/confusion.js";
import { featureSection } from "./sections/features.js";
import { floorSection } from "./sections/floors.js";
import { metricSection } from "./sections/metrics.js";
import { parameterSection } from "./sections/parameters.js";
import { periodSection } from "./sections/periods.js";
import { precisionRecallSection } from "./sections/precision-recall.js";
import { rocSection } from "./sections/roc.js";
import { scoreSection } from "./sections/scores.js";
import { summary } from "./summary.js";

/** Writes the `report.html` of a classifier. */
export const classificationReport = (report: ClassificationReport): Promise<string> =>
  renderPage({
    title: report.model,
    question: report.question,
    summary: summary(report),
    facts: [
      ["Input", report.input.name],
      [
        "Rows",
        `${count(report.input.rows)} read, ${count(report.input.rows - report.input.rejected)} kept, ${count(report.input.rejected)} rejected`,
      ],
      ["SHA-256", report.input.sha256],
      ["As of", report.asOf],
    ],
    sections: [
      metricSection(report),
      confusionSection(report),
      rocSection(report),
      precisionRecallSection(report),
      calibrationSection(report),
      scoreSection(report),
      coefficientSection(report),
      featureSection(report),
      periodSection(report),
      ...(report.floors.length > 0 ? [floorSection(report)] : []),
      parameterSection(report),
    ],
  });
