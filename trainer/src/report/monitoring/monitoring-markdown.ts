import type { Monitoring } from "@despliega/storage";

import { DEFAULT_LANGUAGE } from "@despliega/storage/language";
import { localeOf, type Locale } from "../language/locale.js";
import { tableMarkdown } from "../table-markdown.js";
import { challengerSections } from "./challenger-sections.js";
import { driftSection } from "./drift-section.js";
import type { MonitoredManifest } from "./monitoring-page.js";
import { monitoringSummary } from "./monitoring-summary.js";
import { performanceSections } from "./performance-sections.js";

/**
 * Summarises a look at recorded answers in Markdown, for a comment on a pull request. The first line is a hidden mark of the
 * model, by which the comment is found again.
 *
 * @param locale default: that of the model
 */
export const monitoringMarkdown = (
  document: Monitoring,
  manifest: MonitoredManifest,
  locale: Locale = localeOf(manifest.language ?? DEFAULT_LANGUAGE),
): string => {
  const { facts } = locale.text.monitoring;
  const { model, version, window } = document;
  const [verdict, ...sentences] = monitoringSummary(document, locale);
  const tables = [
    driftSection(document, locale),
    ...performanceSections(document, manifest, locale),
    ...challengerSections(document, locale),
  ].flatMap(({ heading, table }) =>
    table === undefined || table.rows.length === 0 ? [] : [`### ${heading}`, tableMarkdown(table)],
  );
  return `${[
    `<!-- despliega:monitor:${model} -->`,
    `## ${model} ${version}: ${facts.days(window.from, window.to)}`,
    `**${verdict}** ${sentences.join(" ")}`,
    ...tables,
  ].join("\n\n")}\n`;
};
