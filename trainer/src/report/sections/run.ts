import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { featureSection } from "./features.js";
import { floorSection } from "./floors.js";
import { parameterSection } from "./parameters.js";

/** What every report ends with: features, what was learned from, gates where there are any, and parameters. */
export const runSections = (report: ModelReport, periods: Section): Section[] => [
  featureSection(report),
  periods,
  ...(report.floors.length > 0 ? [floorSection(report)] : []),
  parameterSection(report),
];
