import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { identifier, literal } from "../../engine/sql.js";
import type { CountedValue } from "../../ingest/profile.js";
import type { InspectedColumn, Inspection } from "../inspect.js";
import type { ScaffoldRequest } from "./request.js";

/** What the proposal needs to know of a file beside its profile. */
export interface Survey extends Inspection {
  /** Values of the target with their rows, the most frequent first: at most {@link COUNTED}. */
  readonly target: readonly CountedValue[];
  /** Of a target that is a number: its median and its 99th percentile. */
  readonly quantiles: { readonly median: number; readonly high: number } | undefined;
  /** Values of columns of text that repeat, the most frequent first. */
  readonly values: ReadonlyMap<string, readonly CountedValue[]>;
  /** Different years and months of columns of days and moments. */
  readonly parts: ReadonlyMap<string, { readonly years: number; readonly months: number }>;
  /** Of each column whether it varies within a key; without a key nothing does. */
  readonly varies: ReadonlySet<string>;
  /** Different keys, and those with several rows. */
  readonly keys: number;
  readonly repeatedKeys: number;
  /** Rows dated later than the day of the run. */
  readonly future: number;
}

/** So many values of a column are counted. */
const COUNTED = 300;

/** Reads what a proposal needs from the table of the file. */
export const survey = async (
  found: Inspection,
  engine: Engine,
  table: Relation,
  { target, key, time }: Pick<ScaffoldRequest, "target" | "key" | "time">,
  runDay: string,
): Promise<Survey> => {
  const counts = (name: string) => countsOf(engine, table, name);
  const values = new Map<string, readonly CountedValue[]>();
  const parts = new Map<string, { years: number; months: number }>();
  for (const column of found.columns) {
    if (isCategorical(column)) values.set(column.name, await counts(column.name));
    if (column.type === "date" || column.type === "timestamp")
      parts.set(column.name, await partsOf(engine, table, column.name));
  }
  const isNumber = found.columns.some(
    ({ name, type }) => name === target && (type === "integer" || type === "number"),
  );
  return {
    ...found,
    target: await counts(target),
    quantiles: isNumber ? await quantilesOf(engine, table, target) : undefined,
    values,
    parts,
    ...(await withinKeys(engine, table, found.columns, key)),
    future: time === undefined ? 0 : await futureRows(engine, table, time, runDay),
  };
};

const isCategorical = ({ type, person, isUnique, distinct }: InspectedColumn): boolean =>
  type === "text" && person === undefined && !isUnique && distinct > 1;

const countsOf = (
  engine: Engine,
  { name: table }: Relation,
  column: string,
): Promise<readonly CountedValue[]> => {
  const value = engine.dialect.cast(identifier(column), "text");
  return engine.rows<CountedValue & object>(`
    SELECT ${value} AS value, count(*) AS rows FROM ${table} WHERE ${value} IS NOT NULL
    GROUP BY ${value} ORDER BY count(*) DESC, ${value} LIMIT ${COUNTED}`);
};

const partsOf = (
  engine: Engine,
  { name: table }: Relation,
  column: string,
): Promise<{ years: number; months: number }> =>
  engine.row(`
    SELECT count(DISTINCT year(${identifier(column)})) AS years,
           count(DISTINCT month(${identifier(column)})) AS months FROM ${table}`);

const quantilesOf = async (
  engine: Engine,
  { name: table }: Relation,
  column: string,
): Promise<Survey["quantiles"]> => {
  const value = engine.dialect.cast(identifier(column), "double");
  const found = await engine.row<{ median: number | null; high: number | null }>(`
    SELECT ${engine.dialect.quantile(value, 0.5)} AS median, ${engine.dialect.quantile(value, 0.99)} AS high FROM ${table}`);
  const { median, high } = found;
  return median === null || high === null ? undefined : { median, high };
};

const futureRows = async (
  engine: Engine,
  { name: table }: Relation,
  time: string,
  runDay: string,
): Promise<number> => {
  const day = engine.dialect.tryCast(engine.dialect.cast(identifier(time), "text"), "date");
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${table} WHERE ${day} > DATE ${literal(runDay)}`,
  );
  return rows;
};

const withinKeys = async (
  engine: Engine,
  { name: table }: Relation,
  columns: readonly InspectedColumn[],
  key: readonly string[],
): Promise<Pick<Survey, "varies" | "keys" | "repeatedKeys">> => {
  if (key.length === 0) return { varies: new Set(), keys: 0, repeatedKeys: 0 };
  const others = columns.filter(({ name }) => !key.includes(name));
  const keys = key.map(identifier).join(", ");
  const counts = others.map(({ name }, at) => `count(DISTINCT ${identifier(name)}) AS n${at}`);
  const several = others.map((_, at) => `count(CASE WHEN n${at} > 1 THEN 1 END) AS v${at}`);
  const found = await engine.row<Record<string, number>>(`
    SELECT count(*) AS keys, count(CASE WHEN n > 1 THEN 1 END) AS repeated, ${several.join(", ")}
    FROM (SELECT count(*) AS n, ${counts.join(", ")} FROM ${table} GROUP BY ${keys}) AS grouped`);
  const varying = others.filter((_, at) => found[`v${at}`]! > 0).map(({ name }) => name);
  return { varies: new Set(varying), keys: found["keys"]!, repeatedKeys: found["repeated"]! };
};
