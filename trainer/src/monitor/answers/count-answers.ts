import type { Reference, ReferenceFeature } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { literal } from "../../engine/sql.js";
import { binSql } from "../bins/bin-sql.js";
import { coarser } from "../bins/count-bins.js";
import type { CountedAnswers } from "../drift/drift-of.js";
import type { Counted } from "../drift/moved.js";
import { featureColumn, scoreColumn, type RecordedFeature } from "./answer-lines.js";
import type { CountedTable } from "./counted.js";

/** Counts of the window and of the days before it. */
export interface CountedParts {
  readonly now: CountedAnswers;
  readonly before: CountedAnswers;
}

/**
 * Counts answers by the bins of a reference. Features are those of all releases that have them; scores are of one alone.
 *
 * @param kinds of the features, in the same order
 * @param version the release whose scores are counted
 */
export const countAnswers = async (
  engine: Engine,
  table: CountedTable,
  reference: Reference,
  kinds: readonly RecordedFeature[],
  version: string,
): Promise<CountedParts> => {
  const features: Parts[] = [];
  for (const [place, feature] of reference.features.entries())
    features.push(await countFeature(engine, table, feature, kinds[place]!, featureColumn(place)));
  const scores: Parts[] = [];
  const own = `version = ${literal(version)}`;
  for (const [place, { edges, fine }] of reference.scores.entries())
    scores.push(await countNumbers(engine, table, scoreColumn(place), { edges, fine }, own));
  const sizes = await engine.rows<{ part: number; n: number }>(
    `SELECT part, count(*) AS n FROM ${table.name} GROUP BY part`,
  );
  const of = (part: number): CountedAnswers => ({
    counted: sizes.find((size) => size.part === part)?.n ?? 0,
    features: features.map((parts) => parts[part]!),
    scores: scores.map((parts) => parts[part]!),
  });
  return { now: of(0), before: of(1) };
};

/** The counts of the window, and of the days before. */
type Parts = readonly [Counted, Counted];

const countFeature = (
  engine: Engine,
  table: CountedTable,
  feature: ReferenceFeature,
  { type }: RecordedFeature,
  column: string,
): Promise<Parts> =>
  feature.kind === "numbers"
    ? countNumbers(engine, table, column, feature)
    : countNames(engine, table, { names: feature.names, isText: type === "category" }, column);

const countNumbers = async (
  engine: Engine,
  { name }: CountedTable,
  column: string,
  {
    edges,
    fine,
  }: { readonly edges: readonly number[]; readonly fine?: readonly number[] | undefined },
  where = "true",
): Promise<Parts> => {
  const by = fine ?? edges;
  const rows = await engine.rows<{ part: number; bin: number | null; n: number }>(`
    SELECT part, bin, count(*) AS n
    FROM (SELECT part, ${binSql(column, by)} AS bin FROM ${name} WHERE ${where}) GROUP BY part, bin`);
  return inParts((part) => {
    const own = rows.filter((row) => row.part === part);
    const counts = Array.from({ length: by.length + 1 }, () => 0);
    for (const { bin, n } of own) if (bin !== null) counts[bin] = n;
    const missing = own.find(({ bin }) => bin === null)?.n ?? 0;
    if (fine === undefined) return { kind: "numbers", counts, missing, other: 0 };
    const wide = coarser(counts, fine, edges);
    return { kind: "numbers", counts: wide, fine: counts, missing, other: 0 };
  });
};

/** Names are counted by the place of the name; a boolean is a number in a line. */
const countNames = async (
  engine: Engine,
  { name }: CountedTable,
  { names, isText }: { readonly names: readonly string[]; readonly isText: boolean },
  column: string,
): Promise<Parts> => {
  const value = isText ? column : engine.dialect.cast(column, "integer");
  const known = isText ? names.map(literal).join() : "0, 1";
  const rows = await engine.rows<{
    part: number;
    value: string | number | null;
    missing: boolean;
    n: number;
  }>(`
    SELECT part, value, missing, count(*) AS n
    FROM (SELECT part, CASE WHEN ${value} IN (${known}) THEN ${value} END AS value, ${column} IS NULL AS missing
          FROM ${name})
    GROUP BY part, value, missing`);
  const places = new Map<string | number, number>(
    names.map((text, place) => [isText ? text : place, place]),
  );
  return inParts((part) => {
    const counts = names.map(() => 0);
    let [missing, other] = [0, 0];
    for (const row of rows.filter((each) => each.part === part))
      if (row.missing) missing = row.n;
      else if (row.value === null) other = row.n;
      else counts[places.get(row.value)!] = row.n;
    return { kind: "names", counts, missing, other };
  });
};

const inParts = (of: (part: number) => Counted): Parts => [of(0), of(1)];
