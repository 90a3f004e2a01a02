import { classificationSummary } from "./classification-summary.js";
import { facts } from "./facts.js";
import { renderPage } from "./page.js";
import type { ClassificationReport } from "./report-data.js";
import { calibrationSection } from "./sections/calibration.js";
import { logOddsSection } from "./sections/coefficients.js";
import { confusionSection } from "./sections/confusion.js";
import { importanceSection } from "./sections/importance.js";
import { metricSection } from "./sections/metrics.js";
import { classPeriodSection } from "./sections/periods.js";
import { precisionRecallSection } from "./sections/precision-recall.js";
import { rocSection } from "./sections/roc.js";
import { runSections } from "./sections/run.js";
import { scoreSection } from "./sections/scores.js";
import { searchSections } from "./sections/search.js";
import { selectionSection } from "./sections/selection.js";
import { withoutModel } from "./metrics.js";

/** Writes the `report.html` of a classifier. */
export const classificationReport = (report: ClassificationReport): Promise<string> => {
  const { metrics, positives, observations } = report.evaluation;
  return renderPage({
    title: report.model,
    question: report.question,
    summary: classificationSummary(report),
    facts: facts(report),
    sections: [
      metricSection(report.test, metrics, withoutModel(positives / observations), NO_SKILL),
      confusionSection(report),
      rocSection(report),
      precisionRecallSection(report),
      calibrationSection(report),
      scoreSection(report),
      ...selectionSection(report),
      ...searchSections(report),
      ...logOddsSection(report),
      ...importanceSection(report),
      ...runSections(report, classPeriodSection(report)),
    ],
  });
};

const NO_SKILL = "what the same score for everybody would reach";
