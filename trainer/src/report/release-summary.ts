import type { Manifest, ManifestGate } from "@despliega/storage";

import type { Locale } from "./language/locale.js";
import { intervalOf } from "./certainty-text.js";
import { metricText, type MetricText } from "./metrics.js";
import { ruleText } from "./rule-text.js";
import type { Column, Table } from "./section.js";
import { checkTable } from "./sections/floors.js";

/**
 * What the promotion checks, the comparison with the champion and the signature say of a release, as sentences. What
 * stands between two pairs of asterisks is bold.
 */
export const verdictOf = (manifest: Manifest, locale: Locale): string => {
  const { release } = locale.text;
  const { gates } = manifest;
  const rules = (chosen: readonly ManifestGate[]) =>
    chosen.map(({ rule }) => ruleText(rule, locale));
  const failed = gates.filter(({ passed, verdict }) => !passed && verdict !== "cannot tell");
  const undecided = gates.filter(({ verdict }) => verdict === "cannot tell");
  const isHeld = undecided.some(({ passed }) => !passed);
  return [
    ...(failed.length > 0 ? [release.heldBack(rules(failed))] : []),
    ...(gates.every(({ passed }) => passed) ? [release.passes] : []),
    ...(undecided.length > 0 ? [release.cannotTell(rules(undecided), isHeld)] : []),
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
  const differences = (comparison?.outcome === "compared" && comparison.differences?.metrics) || {};
  const rows = Object.entries(beside ?? metrics).map(([name, value]) => {
    const text = metricText(name, locale);
    const own = [
      text.label,
      text.format(value),
      ...(isWhole ? [intervalOf(name, intervals, locale)] : []),
    ];
    return { text, own, value, reigning: champion?.metrics[name], ends: differences[name] };
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
    rows: rows.map(({ text, own, value, reigning, ends }) => [
      ...own,
      reigning === undefined ? "" : text.format(reigning),
      reigning === undefined ? "" : changeText(text, changeOf(value, reigning), ends, locale),
    ]),
  };
};

/** What a metric has more than another; nothing where they differ in rounding only. */
const changeOf = (value: number, reigning: number): number => {
  const change = value - reigning;
  return Math.abs(change) <= ROUNDING * Math.abs(value) ? 0 : change;
};

/** A metric that is found step by step is no more exact. */
const ROUNDING = 1e-9;

const changeText = (
  { isShare }: MetricText,
  difference: number,
  interval: readonly number[] | undefined,
  { text: { release }, format: { signed } }: Locale,
): string => {
  const amount = (of: number) => signed(isShare ? 100 * of : of);
  const change = isShare ? release.points(amount(difference)) : amount(difference);
  const ends = interval === undefined ? "" : ` (${interval.map(amount).join(" – ")})`;
  return difference === 0 ? release.noChange : change + ends;
};

/** The promotion checks of a release; nothing without any. */
export const checkTables = ({ gates }: Manifest, locale: Locale): Table[] =>
  gates.length === 0 ? [] : [checkTable(locale.text.run.checks.heading, gates, locale)];

const numeric = (name: string): Column => ({ name, numeric: true });
