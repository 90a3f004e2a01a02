import { resolve } from "node:path";

import { identifier, literal } from "../sql.js";

/** A column and its type, as the engine names it. */
export interface TypedColumn {
  readonly name: string;
  readonly type: string;
}

/** Types that a Parquet file holds as they are. Others become texts, and are cast back. */
const HELD =
  /^(?:BOOLEAN|U?(?:TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|VARCHAR|DATE|TIMESTAMP|DECIMAL\(\d+,\d+\))$/;

/** Types that a text can be cast back to. A column of any other type stays a text. */
const SCALAR = /^[A-Z][A-Z_]*(?: WITH TIME ZONE)?(?:\(\d+,\d+\))?$/;

/** The key of the types in a file. */
const TYPES = "despliega_types";

/** SQL of columns in given types. @param from SQL of what has them */
export const castSql = (columns: readonly TypedColumn[], from: string): string => {
  const casts = columns.map(({ name, type }) => {
    const column = identifier(name);
    return `CAST(${column} AS ${type}) AS ${column}`;
  });
  return `SELECT ${casts.join(", ")} FROM ${from}`;
};

/** SQL that writes a table to a Parquet file with the types of its columns, in an order. */
export const writeTableSql = (
  select: string,
  columns: readonly TypedColumn[],
  file: string,
): string => {
  const values = columns.map(({ name, type }) => {
    const column = identifier(name);
    return HELD.test(type) ? column : `CAST(${column} AS VARCHAR) AS ${column}`;
  });
  const types = columns.map(({ type }) =>
    SCALAR.test(type) || HELD.test(type) ? type : "VARCHAR",
  );
  return `
    COPY (SELECT ${values.join(", ")} FROM (${select})) TO ${literal(resolve(file))}
    (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${TYPES}: ${literal(types.join(";"))}})`;
};

/** SQL of the types of a file of {@link writeTableSql}, in one row. */
export const typesSql = (file: string): string =>
  `SELECT decode(value) AS types FROM parquet_kv_metadata(${literal(placeOf(file))}) WHERE decode(key) = ${literal(TYPES)}`;

/** SQL of the rows of a file of {@link writeTableSql}. @param names of its columns, in their order */
export const readTableSql = (file: string, names: readonly string[], types: string): string => {
  const columns = types.split(";").map((type, i) => {
    if (!SCALAR.test(type)) throw new TypeError(`no type of a column: ${type}`);
    return { name: names[i]!, type };
  });
  return castSql(columns, parquetSql(file));
};

/** Table function of the rows of a Parquet file. */
export const parquetSql = (file: string): string =>
  `read_parquet(${literal(placeOf(file))}, hive_partitioning = false)`;

const placeOf = (file: string): string => resolve(file).replace(/[*?[]/gu, "[$&]");
