import { blobNames, type Manifest } from "@despliega/storage";

import { measured, number, percent, signed } from "./format.js";
import { metricText, type MetricText } from "./metrics.js";
import type { Column } from "./section.js";
import { signatureText } from "../model/signature-text.js";

/**
 * Summarises a release in Markdown, for a comment on a pull request: its metrics beside those of the champion that it
 * was compared with, and the results of its promotion checks. The first line is a hidden mark of the model, by which
 * the comment is found again.
 *
 * @param reportUrl url of the report with the pictures. Default: the name of its blob
 */
export const releaseMarkdown = (manifest: Manifest, reportUrl?: string): string =>
  [
    `<!-- despliega:${manifest.model} -->`,
    `## ${manifest.model} ${manifest.version}`,
    manifest.question,
    verdict(manifest),
    metricTable(manifest),
    ...(manifest.gates.length > 0 ? [gateTable(manifest)] : []),
    report(manifest, reportUrl),
    origin(manifest),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");

const verdict = (manifest: Manifest): string => {
  const failed = manifest.gates.filter(({ passed }) => !passed).map(({ rule }) => rule);
  const judged =
    failed.length > 0
      ? `**Held back by its promotion checks:** it fails ${failed.join(" and ")}.`
      : "**Passes its promotion checks.**";
  return [judged, ...comparisonText(manifest), ...signatureSentence(manifest)].join(" ");
};

/** The result of the comparison; nothing where the table of metrics shows it. */
const comparisonText = ({ comparison, champion }: Manifest): string[] => {
  // Format 1 does not distinguish the two cases.
  if (comparison === undefined)
    return champion === undefined ? ["It was not compared with a champion."] : [];
  if (comparison.outcome === "first") return ["There was no champion to compare it with."];
  if (comparison.outcome === "impossible")
    return [
      `**Not compared:** it could not be compared with the champion ${comparison.version}: ${comparison.reason}. It is promoted only where somebody consents.`,
    ];
  const { rows, of } = comparison;
  return rows === of
    ? []
    : [
        `The two are compared on ${number(rows)} of ${number(of)} test observations, those from which the champion did not learn.`,
      ];
};

const signatureSentence = ({ signatureChange: change }: Manifest): string[] =>
  change === undefined
    ? []
    : [`**Its signature is not that of ${change.since}:** it ${signatureText(change)}.`];

const metricTable = ({ metrics, champion, comparison }: Manifest): string => {
  const beside = comparison?.outcome === "compared" ? comparison.candidate : undefined;
  const rows = Object.entries(beside ?? metrics).map(([name, value]) => {
    const text = metricText(name);
    return { text, value, reigning: champion?.metrics[name] };
  });
  if (champion === undefined)
    return table(
      [{ name: "Metric" }, numeric("Candidate")],
      rows.map(({ text, value }) => [text.label, text.format(value)]),
    );
  return table(
    [{ name: "Metric" }, ...["Candidate", `Champion ${champion.version}`, "Change"].map(numeric)],
    rows.map(({ text, value, reigning }) => [
      text.label,
      text.format(value),
      reigning === undefined ? "" : text.format(reigning),
      reigning === undefined ? "" : change(text, value - reigning),
    ]),
  );
};

const change = ({ format }: MetricText, difference: number): string => {
  if (difference === 0) return "none";
  return format === percent ? `${signed(100 * difference)} points` : signed(difference);
};

const gateTable = ({ gates }: Manifest): string =>
  table(
    [{ name: "Gate" }, numeric("Measured"), numeric("Bound"), { name: "Verdict" }],
    gates.map(({ rule, value, bound, passed }) => [
      rule,
      measured(value),
      number(bound),
      passed ? "passed" : "failed",
    ]),
  );

const report = ({ model, version }: Manifest, url: string | undefined): string => {
  const blob = `\`${blobNames.part(model, version, "report.html")}\``;
  const where = url === undefined ? blob : `[the report](${url.replaceAll(")", "%29")})`;
  return `The pictures, and all else that was measured, are in ${where}.`;
};

const origin = ({ lineage: { inputs, trainer } }: Manifest): string => {
  const learned = inputs.map(
    ({ name, rows, rejected, sha256 }) =>
      `\`${name}\`, ${number(rows)} rows of which ${number(rejected)} were rejected, SHA-256 \`${sha256.slice(0, 12)}…\``,
  );
  const commit = trainer.commit === null ? "" : `, commit \`${trainer.commit.slice(0, 12)}\``;
  return `Learned from ${learned.join("; ")}, by trainer ${trainer.version}${commit}.`;
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
