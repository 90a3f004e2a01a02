import { blobNames, type Manifest } from "@despliega/storage";

import { DEFAULT_LANGUAGE } from "../model/language.js";
import { localeOf, type Locale } from "./language/locale.js";
import { metricText, type MetricText } from "./metrics.js";
import { ruleText } from "./rule-text.js";
import type { Column } from "./section.js";
import { checkCells } from "./sections/floors.js";

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
    verdict(manifest, locale),
    metricTable(manifest, locale),
    ...(manifest.gates.length > 0 ? [gateTable(manifest, locale)] : []),
    report(manifest, reportUrl, locale),
    origin(manifest, locale),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");

const verdict = (manifest: Manifest, locale: Locale): string => {
  const { markdown } = locale.text;
  const failed = manifest.gates
    .filter(({ passed }) => !passed)
    .map(({ rule }) => ruleText(rule, locale));
  const judged = failed.length > 0 ? markdown.heldBack(failed) : markdown.passes;
  return [judged, ...comparisonText(manifest, locale), ...signatureSentence(manifest, locale)].join(
    " ",
  );
};

/** The result of the comparison; nothing where the table of metrics shows it. */
const comparisonText = (
  { comparison, champion }: Manifest,
  { text: { markdown }, format }: Locale,
): string[] => {
  // Format 1 does not distinguish the two cases.
  if (comparison === undefined) return champion === undefined ? [markdown.notCompared] : [];
  if (comparison.outcome === "first") return [markdown.first];
  if (comparison.outcome === "impossible")
    return [markdown.impossible(comparison.version, comparison.reason)];
  const { rows, of } = comparison;
  return rows === of ? [] : [markdown.partly(format.number(rows), format.number(of))];
};

const signatureSentence = (
  { signatureChange: change }: Manifest,
  { text: { markdown } }: Locale,
): string[] => {
  if (change === undefined) return [];
  const { adds, removes, retypes, reorders } = markdown.changes;
  const { added, removed, retyped, reordered, since } = change;
  const changes = [
    ...(added.length > 0 ? [adds(added.join(", "))] : []),
    ...(removed.length > 0 ? [removes(removed.join(", "))] : []),
    ...(retyped.length > 0 ? [retypes(retyped.join(", "))] : []),
    ...(reordered ? [reorders] : []),
  ];
  return [markdown.signature(since, changes.join("; "))];
};

const metricTable = ({ metrics, champion, comparison }: Manifest, locale: Locale): string => {
  const { markdown } = locale.text;
  const beside = comparison?.outcome === "compared" ? comparison.candidate : undefined;
  const rows = Object.entries(beside ?? metrics).map(([name, value]) => {
    const text = metricText(name, locale);
    return { text, value, reigning: champion?.metrics[name] };
  });
  const names = [{ name: markdown.metric }, numeric(markdown.candidate)];
  if (champion === undefined)
    return table(
      names,
      rows.map(({ text, value }) => [text.label, text.format(value)]),
    );
  return table(
    [...names, ...[markdown.champion(champion.version), markdown.change].map(numeric)],
    rows.map(({ text, value, reigning }) => [
      text.label,
      text.format(value),
      reigning === undefined ? "" : text.format(reigning),
      reigning === undefined ? "" : change(text, value - reigning, locale),
    ]),
  );
};

const change = (
  { isShare }: MetricText,
  difference: number,
  { text: { markdown }, format: { signed } }: Locale,
): string => {
  if (difference === 0) return markdown.noChange;
  return isShare ? markdown.points(signed(100 * difference)) : signed(difference);
};

const gateTable = ({ gates }: Manifest, locale: Locale): string => {
  const { rule, measured, bound, verdict: passed } = locale.text.run.checks;
  return table(
    [{ name: rule }, numeric(measured), numeric(bound), { name: passed }],
    gates.map((gate) => checkCells(gate, locale)),
  );
};

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

const numeric = (name: string): Column => ({ name, numeric: true });

const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string =>
  [
    columns.map(({ name }) => name),
    columns.map((column) => (column.numeric ? "---:" : "---")),
    ...rows.map((row) => row.map(cell)),
  ]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

const cell = (text: string): string => text.replaceAll(/[\\|<]/g, String.raw`\$&`);
