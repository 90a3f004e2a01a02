import { blobNames, type Manifest } from "@despliega/storage";

import { DEFAULT_LANGUAGE } from "@despliega/storage/language";
import { entitiesText } from "./entities-text.js";
import { fewCasesText } from "./certainty-text.js";
import { likeGuessText } from "./like-guess-text.js";
import { localeOf, type Locale } from "./language/locale.js";
import { checkTables, comparisonTable, verdictOf } from "./release-summary.js";
import { tableMarkdown } from "./table-markdown.js";

/**
 * Summarises a release in Markdown, for a comment on a pull request: its metrics beside those of the champion that it
 * was compared with, and the results of its promotion checks. The first line is a hidden mark of the model, by which
 * the comment is found again.
 *
 * @param reportUrl url of the report with the pictures. Default: the name of its blob
 * @param locale default: that of the model
 */
export const releaseMarkdown = (
  manifest: Manifest,
  reportUrl?: string,
  locale: Locale = localeOf(manifest.language ?? DEFAULT_LANGUAGE),
): string =>
  [
    `<!-- despliega:${manifest.model} -->`,
    `## ${manifest.model} ${manifest.version}`,
    manifest.question,
    verdictOf(manifest, locale),
    tableMarkdown(comparisonTable(manifest, locale)),
    ...warnings(manifest, locale),
    ...checkTables(manifest, locale).map(tableMarkdown),
    report(manifest, reportUrl, locale),
    origin(manifest, locale),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");

const warnings = ({ cases = {}, gates, entities }: Manifest, locale: Locale): string[] =>
  [
    fewCasesText(cases, locale),
    likeGuessText(gates, locale),
    entities && entitiesText(entities, locale),
  ].filter((text) => text !== undefined);

const report = (
  { model, version }: Manifest,
  url: string | undefined,
  { text: { markdown } }: Locale,
): string => {
  const blob = `\`${blobNames.part(model, version, "report.html")}\``;
  return markdown.where(
    url === undefined ? blob : `[${markdown.theReport}](${url.replaceAll(")", "%29")})`,
  );
};

const origin = (
  { lineage: { inputs, trainer } }: Manifest,
  { text: { markdown }, format: { number } }: Locale,
): string => {
  const learned = inputs.map(({ name, rows, rejected, sha256 }) =>
    markdown.input(name, number(rows), number(rejected), sha256.slice(0, 12)),
  );
  const commit = trainer.commit === null ? "" : `, commit \`${trainer.commit.slice(0, 12)}\``;
  return markdown.learned(learned.join("; "), `${trainer.version}${commit}`);
};
