import type { Manifest, ManifestFeature } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { double, identifier } from "../../engine/sql.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import type { FeatureAxis } from "./feature-axis.js";

/** The observations at one place of an axis. */
export interface Group {
  /** The place on the axis, from 0; null for observations without a value. */
  readonly place: number | null;
  readonly observations: number;
  /** Of a classification: how many of each class. */
  readonly classes?: readonly number[];
  /** Of a regression: quantiles of the label. */
  readonly label?: { readonly p25: number; readonly p50: number; readonly p75: number };
}

/** What says how observations are grouped. */
export interface Grouping {
  readonly task: Manifest["task"];
  /** How many classes a classification has; 0 for a regression. */
  readonly classes: number;
  readonly privacy: Manifest["privacy"];
}

/** Of a sensitive model, fewer observations than this are not told. */
const LEAST = 10;

/** Counts the observations at each place of a feature's axis, by class or with the quantiles of their labels. */
export const groupsOf = async (
  engine: Engine,
  { name: table }: ObservationTable,
  { name }: ManifestFeature,
  axis: FeatureAxis,
  { task, classes, privacy }: Grouping,
): Promise<Group[]> => {
  const { cast, quantileBetween } = engine.dialect;
  const value = cast(identifier(name), "double");
  const from = `(SELECT ${placeOf(value, axis)} AS place, label FROM ${table} WHERE ${shownOf(value, axis)})`;
  const told = privacy === "open" ? 0 : LEAST;
  if (task === "regression") {
    const label = cast("label", "double");
    const rows = await engine.rows<{
      place: number | null;
      n: number;
      p25: number;
      p50: number;
      p75: number;
    }>(`
      SELECT place, count(*) AS n, ${[25, 50, 75].map((p) => `${quantileBetween(label, p / 100)} AS p${p}`).join()}
      FROM ${from} GROUP BY place ORDER BY place`);
    return rows
      .filter(({ n }) => n >= told)
      .map(({ place, n, ...quantiles }) => ({ place, observations: n, label: quantiles }));
  }
  const counts = Array.from(
    { length: classes },
    (_, code) => `count(*) FILTER (WHERE label = ${code}) AS c${code}`,
  );
  const rows = await engine.rows<
    { place: number | null; n: number } & Record<string, number | null>
  >(`
    SELECT place, count(*) AS n, ${counts.join()} FROM ${from} GROUP BY place ORDER BY place`);
  return rows.map((row) => ({
    place: row.place,
    observations: row.n,
    classes: counts.map((_, code) => toldOf(row[`c${code}`] ?? 0, told)),
  }));
};

const toldOf = (count: number, least: number): number => (count < least ? 0 : count);

/** SQL of the place of a value; a missing one has none. */
const placeOf = (value: string, axis: FeatureAxis): string => {
  if (axis.kind === "names")
    return `CASE ${value} ${axis.codes.map((code, at) => `WHEN ${double(code)} THEN ${at}`).join(" ")} END`;
  const inner = axis.edges.slice(1, -1);
  const cases = inner.map((edge, at) => `WHEN ${value} < ${double(edge)} THEN ${at}`);
  return `CASE WHEN ${value} IS NULL THEN NULL ${cases.join(" ")} ELSE ${inner.length} END`;
};

/** SQL that is true of values that have a place, or are missing. */
const shownOf = (value: string, axis: FeatureAxis): string =>
  axis.kind === "names" && axis.codes.length > 0
    ? `(${value} IS NULL OR ${value} IN (${axis.codes.map(double).join()}))`
    : "true";
