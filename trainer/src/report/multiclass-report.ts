import { facts } from "./facts.js";
import type { Locale } from "./language/locale.js";
import { withoutModelOfSeveral } from "./metrics.js";
import { multiclassSummary } from "./multiclass-summary.js";
import { renderPage } from "./page.js";
import type { MulticlassReport } from "./report-data.js";
import { answerSection } from "./sections/answers.js";
import { classCurveSections } from "./sections/class-curves.js";
import { classSection } from "./sections/classes.js";
import { classCoefficientSection } from "./sections/coefficients.js";
import { dependenceSection } from "./sections/dependence.js";
import { importanceSection } from "./sections/importance.js";
import { entitySection } from "./sections/entities.js";
import { metricSection } from "./sections/metrics.js";
import { severalPeriodSection } from "./sections/periods.js";
import { runSections } from "./sections/run.js";
import { searchSections } from "./sections/search.js";
import { selectionSection } from "./sections/selection.js";
import { shapesByClassSection } from "./sections/shapes.js";

/** Writes the `report.html` of a classifier of three classes or more. */
export const multiclassReport = (report: MulticlassReport, locale: Locale): Promise<string> => {
  const { classes, observations } = report.evaluation;
  const baseline = withoutModelOfSeveral(classes.map((one) => one.observations / observations));
  const names = classes.map(({ name }) => name);
  return renderPage(
    {
      title: report.model,
      question: report.question,
      summary: multiclassSummary(report, locale),
      facts: facts(report, locale),
      sections: [
        metricSection(report, baseline, locale.text.multiclass.noSkill, locale),
        ...entitySection(report, locale),
        answerSection(report, locale),
        classSection(report, locale),
        ...classCurveSections(report, locale),
        ...selectionSection(report, locale),
        ...searchSections(report, locale),
        ...classCoefficientSection(report, locale),
        ...importanceSection(report, locale),
        ...dependenceSection(report, names, true, locale),
        ...shapesByClassSection(report, names, locale),
        ...runSections(report, severalPeriodSection(report, locale), locale),
      ],
    },
    locale,
  );
};
