import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier } from "../engine/sql.js";
import type { PlainColumn } from "../model/columns.js";

/** So many values of a column are listed, the most frequent ones. */
const LISTED = 20;

/** A value with how many rows have it. */
export interface CountedValue {
  readonly value: string;
  readonly rows: number;
}

/** What a column of a table holds. */
export interface ColumnProfile {
  readonly missing: number;
  /** How many different values there are. */
  readonly distinct: number;
  /** Smallest and largest number, or first and last day or moment. */
  readonly range: { readonly min: number | string; readonly max: number | string } | undefined;
  /** Characters of the shortest and the longest text. */
  readonly length: { readonly min: number; readonly max: number } | undefined;
  /** Bytes of UTF-8 of the text with the most. */
  readonly bytes: number | undefined;
  /** All values where there are at most 20 and some repeat; texts and booleans only. */
  readonly values: readonly CountedValue[] | undefined;
  /** An earlier column that has the same value in every row. */
  readonly repeats: string | undefined;
}

/** A column as it was loaded, and whether its values may be told. */
export interface ProfiledColumn {
  readonly name: string;
  readonly type: PlainColumn["type"];
  readonly isSecret: boolean;
}

/** Finds out what the columns of a table hold. Of a secret column nothing but counts is read from it. */
export const profile = async (
  engine: Engine,
  table: Relation,
  columns: readonly ProfiledColumn[],
): Promise<readonly ColumnProfile[]> => {
  const facts: Facts[] = [];
  for (const column of columns) facts.push(await factsOf(engine, table, column));
  const profiles: ColumnProfile[] = [];
  for (const [at, column] of columns.entries()) {
    const { rows, missing, distinct, min, max, shortest, longest, bytes } = facts[at]!;
    profiles.push({
      missing,
      distinct,
      range: min === null || max === null ? undefined : { min, max },
      length: shortest === null || longest === null ? undefined : { min: shortest, max: longest },
      bytes: bytes ?? undefined,
      values:
        distinct > 0 && distinct <= LISTED && distinct < rows - missing && isListed(column)
          ? await valuesOf(engine, table, column)
          : undefined,
      repeats: await repeatedBy(engine, table, columns, facts, at),
    });
  }
  return profiles;
};

interface Facts {
  readonly rows: number;
  readonly missing: number;
  readonly distinct: number;
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly shortest: number | null;
  readonly longest: number | null;
  readonly bytes: number | null;
}

const isListed = ({ type, isSecret }: ProfiledColumn): boolean =>
  !isSecret && (type === "text" || type === "boolean");

const factsOf = (
  engine: Engine,
  table: Relation,
  { name, type, isSecret }: ProfiledColumn,
): Promise<Facts> => {
  const { dialect } = engine;
  const value = identifier(name);
  const isNumber = type === "integer" || type === "number" || type === "decimal";
  const hasRange = !isSecret && (isNumber || type === "date" || type === "timestamp");
  const told = (bound: string): string => {
    if (!hasRange) return "NULL";
    return isNumber ? dialect.cast(bound, "double") : dialect.cast(bound, "text");
  };
  const length = (bound: string): string =>
    type === "text" ? `${bound}(length(${value}))` : "NULL";
  return engine.row<Facts & object>(`
    SELECT count(*) AS rows, count(*) - count(${value}) AS missing, count(DISTINCT ${value}) AS "distinct",
           ${told(`min(${value})`)} AS min, ${told(`max(${value})`)} AS max,
           ${length("min")} AS shortest, ${length("max")} AS longest,
           ${type === "text" ? `max(${dialect.bytes(value)})` : "NULL"} AS bytes
    FROM ${table.name}`);
};

const valuesOf = (
  engine: Engine,
  table: Relation,
  { name }: ProfiledColumn,
): Promise<readonly CountedValue[]> => {
  const value = engine.dialect.cast(identifier(name), "text");
  return engine.rows<CountedValue & object>(`
    SELECT ${value} AS value, count(*) AS rows FROM ${table.name} WHERE ${value} IS NOT NULL
    GROUP BY ${value} ORDER BY count(*) DESC, ${value}`);
};

const repeatedBy = async (
  engine: Engine,
  table: Relation,
  columns: readonly ProfiledColumn[],
  facts: readonly Facts[],
  at: number,
): Promise<string | undefined> => {
  const own = facts[at]!;
  if (own.distinct < 2) return undefined;
  const { name: ownName, type: ownType } = columns[at]!;
  const alike = columns
    .slice(0, at)
    .filter(({ type }, before) => type === ownType && isSame(own, facts[before]!));
  if (alike.length === 0) return undefined;
  // One query for all of them: a wide table has very many pairs.
  const differing = alike.map(
    ({ name }, place) =>
      `max(CASE WHEN ${identifier(name)} IS DISTINCT FROM ${identifier(ownName)} THEN 1 ELSE 0 END) AS d${place}`,
  );
  const found = await engine.row<Record<string, number>>(
    `SELECT ${differing.join(", ")} FROM ${table.name}`,
  );
  return alike.find((_, place) => found[`d${place}`] === 0)?.name;
};

const isSame = (one: Facts, other: Facts): boolean =>
  (["missing", "distinct", "min", "max", "shortest", "longest"] as const).every(
    (fact) => one[fact] === other[fact],
  );
