import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { featureSection } from "./features.js";
import { floorSection } from "./floors.js";
import { parameterSection } from "./parameters.js";

/** The end of every report: features, training and test set, promotion checks where there are any, and parameters. */
export const runSections = (report: ModelReport, periods: Section): Section[] => [
  featureSection(report),
  periods,
  ...(report.floors.length > 0 ? [floorSection(report)] : []),
  parameterSection(report),
];
