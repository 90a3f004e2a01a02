import { facts } from "./facts.js";
import { renderPage } from "./page.js";
import { regressionSummary } from "./regression-summary.js";
import type { RegressionReport } from "./report-data.js";
import { slopeSection } from "./sections/coefficients.js";
import { importanceSection } from "./sections/importance.js";
import { intervalSection } from "./sections/interval.js";
import { metricSection } from "./sections/metrics.js";
import { periodSection } from "./sections/periods.js";
import { predictedActualSection } from "./sections/predicted-actual.js";
import { residualSection } from "./sections/residuals.js";
import { runSections } from "./sections/run.js";
import { searchSections } from "./sections/search.js";
import { selectionSection } from "./sections/selection.js";

/** Writes the `report.html` of a regression. */
export const regressionReport = (report: RegressionReport): Promise<string> => {
  const { metrics, baseline } = report.evaluation;
  return renderPage({
    title: report.model,
    question: report.question,
    summary: regressionSummary(report),
    facts: facts(report),
    sections: [
      metricSection(report.test, metrics, baseline, NO_SKILL),
      predictedActualSection(report),
      residualSection(report),
      ...intervalSection(report),
      ...selectionSection(report),
      ...searchSections(report),
      ...slopeSection(report),
      ...importanceSection(report),
      ...runSections(report, periodSection(report)),
    ],
  });
};

const NO_SKILL =
  "what the mean of what happened would reach as the answer to everything, on each scale its own";
