import { identifier } from "../../engine/sql.js";

/** A column that a server describes. */
export interface DatabaseColumn {
  readonly name: string;
  /** The number of its type: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
  readonly type: number;
}

const BOOLEAN = 16;
const MONEY = 790;

/** SQL for a column as ingest reads it: true and false in words, money without its sign. */
export const writtenSql = ({ name, type }: DatabaseColumn): string => {
  const value = `source.${identifier(name)}`;
  const cast = type === BOOLEAN ? "::text" : type === MONEY ? "::numeric" : "";
  return `${value}${cast} AS ${identifier(name)}`;
};

/** Types of text, whose order the locale of a server may change with its next update. */
const TEXTS: ReadonlySet<number> = new Set([25, 1042, 1043]);

/** bool, bytea, name, int8, int2, int4, oid, float4, float8, date, time, timestamp, timestamptz, interval, timetz, numeric, uuid. */
const ORDERED: ReadonlySet<number> = new Set([
  16, 17, 19, 20, 21, 23, 26, 700, 701, 1082, 1083, 1114, 1184, 1186, 1266, 1700, 2950,
]);

/** SQL to order rows by a column, on every server alike. Values of other types are ordered by their text. */
export const orderSql = ({ name, type }: DatabaseColumn): string => {
  const value = `source.${identifier(name)}`;
  if (TEXTS.has(type)) return `${value} COLLATE "C"`;
  return ORDERED.has(type) ? value : `${value}::text COLLATE "C"`;
};
