import type { Manifest, Monitoring } from "@despliega/storage";

import { DEFAULT_LANGUAGE } from "@despliega/storage/language";
import { localeOf, type Locale } from "../language/locale.js";
import { renderPage, type Report } from "../page.js";
import { challengerSections } from "./challenger-sections.js";
import { contributionSection } from "./contribution-section.js";
import { dataSection } from "./data-section.js";
import { driftSection } from "./drift-section.js";
import { expectedSection } from "./expected-section.js";
import { monitoringSummary } from "./monitoring-summary.js";
import { performanceSections } from "./performance-sections.js";
import { volumeSection } from "./volume-section.js";

/** What a page says of the release that was looked at. */
export type MonitoredManifest = Pick<Manifest, "question" | "language" | "metrics" | "classes">;

/**
 * Writes the `monitor.html` of a look at recorded answers: one page without scripts or other files. Equal documents give equal
 * bytes.
 *
 * @param locale default: that of the model
 */
export const monitoringPage = (
  document: Monitoring,
  manifest: MonitoredManifest,
  locale: Locale = localeOf(manifest.language ?? DEFAULT_LANGUAGE),
): Promise<string> =>
  renderPage(
    {
      title: document.model,
      tab: locale.text.monitoring.tab(document.model),
      question: manifest.question,
      summary: monitoringSummary(document, locale),
      facts: monitoringFacts(document, locale),
      sections: [
        driftSection(document, locale),
        volumeSection(document, locale),
        ...dataSection(document, locale),
        ...performanceSections(document, manifest, locale),
        ...expectedSection(document, locale),
        ...contributionSection(document, locale),
        ...challengerSections(document, locale),
      ],
    },
    locale,
  );

const monitoringFacts = (
  { version, window, before }: Monitoring,
  { text, format: { count } }: Locale,
): Report["facts"] => {
  const { facts } = text.monitoring;
  return [
    [facts.release, version],
    [facts.window, facts.days(window.from, window.to)],
    [facts.recorded, facts.answers(count(window.answers), count(window.counted))],
    [facts.before, facts.days(before.from, before.to)],
  ];
};
