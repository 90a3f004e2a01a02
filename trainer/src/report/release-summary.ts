import type { Manifest } from "@despliega/storage";

import type { Locale } from "./language/locale.js";
import { intervalOf } from "./certainty-text.js";
import { metricText, type MetricText } from "./metrics.js";
import { ruleText } from "./rule-text.js";
import type { Column, Table } from "./section.js";
import { checkCells } from "./sections/floors.js";

/**
 * What the promotion checks, the comparison with the champion and the signature say of a release, as sentences. What
 * stands between two pairs of asterisks is bold.
 */
export const verdictOf = (manifest: Manifest, locale: Locale): string => {
  const { release } = locale.text;
  const failed = manifest.gates
    .filter(({ passed }) => !passed)
    .map(({ rule }) => ruleText(rule, locale));
  return [
    failed.length > 0 ? release.heldBack(failed) : release.passes,
    ...comparisonText(manifest, locale),
    ...signatureSentence(manifest, locale),
  ].join(" ");
};

/** The result of the comparison; nothing where the table of metrics shows it. */
const comparisonText = (
  { comparison, champion }: Manifest,
  { text: { release }, format }: Locale,
): string[] => {
  // Format 1 does not distinguish the two cases.
  if (comparison === undefined) return champion === undefined ? [release.notCompared] : [];
  if (comparison.outcome === "first") return [release.first];
  if (comparison.outcome === "impossible")
    return [release.impossible(comparison.version, comparison.reason)];
  const { rows, of } = comparison;
  return rows === of ? [] : [release.partly(format.number(rows), format.number(of))];
};

const signatureSentence = (
  { signatureChange: change }: Manifest,
  { text: { release } }: Locale,
): string[] => {
  if (change === undefined) return [];
  const { adds, removes, retypes, reorders } = release.changes;
  const { added, removed, retyped, reordered, since } = change;
  const changes = [
    ...(added.length > 0 ? [adds(added.join(", "))] : []),
    ...(removed.length > 0 ? [removes(removed.join(", "))] : []),
    ...(retyped.length > 0 ? [retypes(retyped.join(", "))] : []),
    ...(reordered ? [reorders] : []),
  ];
  return [release.signature(since, changes.join("; "))];
};

/** The metrics of a release, beside those of the champion that it was compared with. */
export const comparisonTable = (
  { metrics, champion, comparison, intervals }: Manifest,
  locale: Locale,
): Table => {
  const { release } = locale.text;
  const beside = comparison?.outcome === "compared" ? comparison.candidate : undefined;
  // The intervals are those of the whole test set.
  const isWhole = beside === undefined && intervals !== undefined;
  const rows = Object.entries(beside ?? metrics).map(([name, value]) => {
    const text = metricText(name, locale);
    const own = [
      text.label,
      text.format(value),
      ...(isWhole ? [intervalOf(name, intervals, locale)] : []),
    ];
    return { text, own, value, reigning: champion?.metrics[name] };
  });
  const names = [
    { name: release.metric },
    numeric(release.candidate),
    ...(isWhole ? [numeric(locale.text.metrics.interval)] : []),
  ];
  const caption = release.metrics;
  if (champion === undefined)
    return {
      caption,
      columns: names,
      rows: rows.map(({ own }) => own),
    };
  return {
    caption,
    columns: [...names, ...[release.champion(champion.version), release.change].map(numeric)],
    rows: rows.map(({ text, own, value, reigning }) => [
      ...own,
      reigning === undefined ? "" : text.format(reigning),
      reigning === undefined ? "" : changeText(text, value - reigning, locale),
    ]),
  };
};

const changeText = (
  { isShare }: MetricText,
  difference: number,
  { text: { release }, format: { signed } }: Locale,
): string => {
  if (difference === 0) return release.noChange;
  return isShare ? release.points(signed(100 * difference)) : signed(difference);
};

/** The promotion checks of a release; nothing without any. */
export const checkTable = ({ gates }: Manifest, locale: Locale): Table[] => {
  if (gates.length === 0) return [];
  const { heading: caption, rule, measured, bound, verdict } = locale.text.run.checks;
  return [
    {
      caption,
      columns: [{ name: rule }, numeric(measured), numeric(bound), { name: verdict }],
      rows: gates.map((gate) => checkCells(gate, locale)),
    },
  ];
};

const numeric = (name: string): Column => ({ name, numeric: true });
