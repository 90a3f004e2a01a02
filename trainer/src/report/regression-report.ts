import { facts } from "./facts.js";
import type { Locale } from "./language/locale.js";
import { renderPage } from "./page.js";
import { regressionSummary } from "./regression-summary.js";
import type { RegressionReport } from "./report-data.js";
import { slopeSection } from "./sections/coefficients.js";
import { dependenceSection } from "./sections/dependence.js";
import { shapesByLabelSection } from "./sections/shapes.js";
import { importanceSection } from "./sections/importance.js";
import { intervalSection } from "./sections/interval.js";
import { entitySection } from "./sections/entities.js";
import { metricSection } from "./sections/metrics.js";
import { periodSection } from "./sections/periods.js";
import { predictedActualSection } from "./sections/predicted-actual.js";
import { residualSection } from "./sections/residuals.js";
import { runSections } from "./sections/run.js";
import { searchSections } from "./sections/search.js";
import { selectionSection } from "./sections/selection.js";

/** Writes the `report.html` of a regression. */
export const regressionReport = (report: RegressionReport, locale: Locale): Promise<string> => {
  const { baseline } = report.evaluation;
  return renderPage(
    {
      title: report.model,
      question: report.question,
      summary: regressionSummary(report, locale),
      facts: facts(report, locale),
      sections: [
        metricSection(report, baseline, locale.text.regression.noSkill, locale),
        ...entitySection(report, locale),
        predictedActualSection(report, locale),
        residualSection(report, locale),
        ...intervalSection(report, locale),
        ...selectionSection(report, locale),
        ...searchSections(report, locale),
        ...slopeSection(report, locale),
        ...importanceSection(report, locale),
        ...dependenceSection(report, [], false, locale),
        ...shapesByLabelSection(report, report.words.target, report.evaluation.axis, locale),
        ...runSections(report, periodSection(report, locale), locale),
      ],
    },
    locale,
  );
};
