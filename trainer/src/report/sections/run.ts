import type { Locale } from "../language/locale.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { featureSection } from "./features.js";
import { floorSection } from "./floors.js";
import { qualitySections } from "./quality.js";
import { parameterSection } from "./parameters.js";

/** The end of every report: features, inputs, training and test set, promotion checks where there are any, and parameters. */
export const runSections = (report: ModelReport, periods: Section, locale: Locale): Section[] => [
  featureSection(report, locale),
  ...qualitySections(report, locale),
  periods,
  ...(report.floors.length > 0 ? [floorSection(report, locale)] : []),
  parameterSection(report, locale),
];
