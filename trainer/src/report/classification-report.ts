import { classificationSummary } from "./classification-summary.js";
import { facts } from "./facts.js";
import type { Locale } from "./language/locale.js";
import { renderPage } from "./page.js";
import type { ClassificationReport } from "./report-data.js";
import { calibrationSection } from "./sections/calibration.js";
import { logOddsSection } from "./sections/coefficients.js";
import { confusionSection } from "./sections/confusion.js";
import { importanceSection } from "./sections/importance.js";
import { entitySection } from "./sections/entities.js";
import { metricSection } from "./sections/metrics.js";
import { classPeriodSection } from "./sections/periods.js";
import { precisionRecallSection } from "./sections/precision-recall.js";
import { rocSection } from "./sections/roc.js";
import { runSections } from "./sections/run.js";
import { scorecardSection } from "./sections/scorecard.js";
import { scoreSection } from "./sections/scores.js";
import { searchSections } from "./sections/search.js";
import { selectionSection } from "./sections/selection.js";
import { dependenceSection } from "./sections/dependence.js";
import { shapesByClassSection } from "./sections/shapes.js";
import { withoutModel } from "./metrics.js";

/** Writes the `report.html` of a classifier. */
export const classificationReport = (
  report: ClassificationReport,
  locale: Locale,
): Promise<string> => {
  const { positives, observations } = report.evaluation;
  const baseline = withoutModel(positives / observations);
  return renderPage(
    {
      title: report.model,
      question: report.question,
      summary: classificationSummary(report, locale),
      facts: facts(report, locale),
      sections: [
        metricSection(report, baseline, locale.text.classification.noSkill, locale),
        ...entitySection(report, locale),
        confusionSection(report, locale),
        rocSection(report, locale),
        precisionRecallSection(report, locale),
        calibrationSection(report, locale),
        scoreSection(report, locale),
        ...selectionSection(report, locale),
        ...searchSections(report, locale),
        ...logOddsSection(report, locale),
        ...scorecardSection(report, locale),
        ...importanceSection(report, locale),
        ...dependenceSection(report, [], true, locale),
        ...shapesByClassSection(report, classNames(report, locale), locale),
        ...runSections(report, classPeriodSection(report, locale), locale),
      ],
    },
    locale,
  );
};

const classNames = ({ words }: ClassificationReport, { text }: Locale): string[] =>
  [words.negative, words.positive].map((clause) =>
    text.classification.group(words.observations, clause),
  );
