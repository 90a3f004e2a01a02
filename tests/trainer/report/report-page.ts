import { classificationReport } from "@despliega/trainer/report/classification-report.js";
import { localeOf, type Locale } from "@despliega/trainer/report/language/locale.js";
import { multiclassReport } from "@despliega/trainer/report/multiclass-report.js";
import { regressionReport } from "@despliega/trainer/report/regression-report.js";
import type {
  ClassificationReport,
  MulticlassReport,
  RegressionReport,
} from "@despliega/trainer/report/report-data.js";

export const english: Locale = localeOf("en");

/** The report of a classifier, in English by default. */
export const classifierPage = (report: ClassificationReport, locale = english): Promise<string> =>
  classificationReport(report, locale);

/** The report of a classifier of three classes or more, in English by default. */
export const multiclassPage = (report: MulticlassReport, locale = english): Promise<string> =>
  multiclassReport(report, locale);

/** The report of a regression, in English by default. */
export const regressionPage = (report: RegressionReport, locale = english): Promise<string> =>
  regressionReport(report, locale);
