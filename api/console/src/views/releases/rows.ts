import type { Released } from "../../api/about-types.js";
import { isBetter } from "../../parts/direction.js";
import { metricText } from "../../parts/metric.js";
import type { Words } from "../../text/words.js";

/** One thing of two releases. */
export interface Row {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  /** How far a number moved from the right to the left, as a share of the largest of its kind. */
  readonly moved?: { readonly text: string; readonly isBetter: boolean | undefined };
}

/** Rows under a heading. */
export interface RowGroup {
  readonly heading: string;
  readonly rows: readonly Row[];
}

/** What two releases have and are, side by side. */
export const rowsOf = (left: Released, right: Released, words: Words): readonly RowGroup[] => {
  const { releases } = words.text;
  return [
    { heading: releases.training, rows: factRows(left, right, words) },
    { heading: releases.metrics, rows: metricRows(left, right, words) },
    { heading: releases.features, rows: featureRows(left, right, words) },
    { heading: releases.data, rows: dataRows(left, right, words) },
    { heading: releases.parameters, rows: parameterRows(left, right, words) },
  ].filter(({ rows }) => rows.length > 0);
};

const factRows = (left: Released, right: Released, { text, times, format }: Words): Row[] => {
  const { releases } = text;
  const threshold = ({ threshold: one }: Released): string =>
    one === null ? releases.missing : format.rounded(one.value);
  return [
    {
      name: releases.created,
      left: times.moment(left.created),
      right: times.moment(right.created),
    },
    { name: releases.estimator, left: left.estimator, right: right.estimator },
    { name: releases.threshold, left: threshold(left), right: threshold(right) },
  ];
};

const metricRows = (left: Released, right: Released, words: Words): Row[] =>
  both(left.metrics, right.metrics).map((name) => {
    const { label, write } = metricText(name, words);
    const [one, other] = [left.metrics[name], right.metrics[name]];
    const row = { name: label, left: told(one, write, words), right: told(other, write, words) };
    if (one === undefined || other === undefined || one === other) return row;
    const moved = one - other;
    return {
      ...row,
      moved: { text: words.format.signed(moved), isBetter: isBetter(name, moved) },
    };
  });

const told = (
  value: number | undefined,
  write: (value: number) => string,
  { text }: Words,
): string => (value === undefined ? text.releases.missing : write(value));

const featureRows = (left: Released, right: Released, { text, format }: Words): Row[] => {
  const { releases } = text;
  const has = (release: Released, name: string): string =>
    release.features.includes(name) ? name : releases.missing;
  const names = [...new Set([...left.features, ...right.features])];
  const shared = names.filter(
    (name) => left.features.includes(name) && right.features.includes(name),
  );
  const told = releases.bothFeatures(format.count(shared.length));
  return [
    { name: told, left: shared.join(", "), right: shared.join(", ") },
    ...names
      .filter((name) => !shared.includes(name))
      .map((name) => ({ name, left: has(left, name), right: has(right, name) })),
  ];
};

const dataRows = (left: Released, right: Released, { text, format }: Words): Row[] => {
  const { releases } = text;
  const inputs = (release: Released) =>
    Object.fromEntries(release.lineage.inputs.map((input) => [input.name, input]));
  const [one, other] = [inputs(left), inputs(right)];
  const write = (input: Released["lineage"]["inputs"][0] | undefined): string =>
    input === undefined
      ? releases.missing
      : `${releases.rows(format.count(input.rows), format.count(input.bytes))} (${input.sha256.slice(0, 8)})`;
  return both(one, other).map((name) => ({
    name,
    left: write(one[name]),
    right: write(other[name]),
  }));
};

const parameterRows = (left: Released, right: Released, { text }: Words): Row[] => {
  const [one, other] = [left.lineage.parameters, right.lineage.parameters];
  const write = (value: string | number | boolean | undefined): string =>
    value === undefined ? text.releases.missing : `${value}`;
  return both(one, other).map((name) => ({
    name,
    left: write(one[name]),
    right: write(other[name]),
  }));
};

const both = (one: object, other: object): string[] => [
  ...new Set([...Object.keys(one), ...Object.keys(other)]),
];
