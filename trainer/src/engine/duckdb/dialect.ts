import { resolve } from "node:path";

import type { Dialect, JsonType, SqlType } from "../dialect.js";
import { identifier, literal } from "../sql.js";

const TYPES: Readonly<Record<string, string>> = { wide: "HUGEINT", text: "VARCHAR" };

const type = (name: SqlType): string => TYPES[name] ?? name.toUpperCase();

/** The words of DuckDB. */
export const duckdbDialect: Dialect = {
  type,
  cast: (expression, to) => `CAST(${expression} AS ${type(to)})`,
  tryCast: (expression, to) => `TRY_CAST(${expression} AS ${type(to)})`,
  quantile: (expression, share) => `quantile_disc(${expression}, ${share})`,
  quantiles: (expression, shares) => `quantile_disc(${expression}, [${shares.join()}])`,
  quantileBetween: (expression, share) => `quantile_cont(${expression}, ${share})`,
  days: (date) => `(${date} - DATE '1970-01-01')`,
  bytes: (text) => `strlen(${text})`,
  matches: (text, pattern) => `regexp_full_match(${text}, ${literal(pattern)})`,
  // A cast to a timestamp without a zone drops the offset that it reads.
  utc: (text) => `(TRY_CAST(${text} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`,
  trimmed: (text, characters) => `trim(${text}, ${literal(characters)})`,
  spread: (expression) => `hash(${expression})`,
  place: "rowid",
  present: (values) => `list_filter([${values.join(", ")}], lambda item: item IS NOT NULL)`,
  list: (values) => `[${values.join(", ")}]`,
  item: (list, place) => `${list}[${place + 1}]`,
  length: (list) => `len(${list})`,
  ofLeast: (expression, by) => `arg_min(${expression}, ${by})`,
  jsonLines: (file, fields) => {
    const columns = Object.entries(fields).map(
      ([name, of]) => `${literal(name)}: ${literal(jsonType(of))}`,
    );
    return (
      `read_json(${literal(withoutPatterns(resolve(file)))}, columns = {${columns.join(", ")}}, ` +
      `format = 'newline_delimited', ignore_errors = true, auto_detect = false, compression = 'uncompressed')`
    );
  },
  each: (list) => `unnest(${list})`,
  csv: (file, columns, { header, oneLineEach = true }) => {
    const names = columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
    return (
      `read_csv(${literal(withoutPatterns(resolve(file)))}, columns = {${names}}, header = ${header}, ` +
      `auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', ` +
      // A thread that begins inside of quotes may take what is there for rows.
      `parallel = ${oneLineEach}, compression = 'none', hive_partitioning = false)`
    );
  },
};

const jsonType = (of: JsonType): string => {
  if (of === "json") return "JSON";
  if (typeof of === "string") return type(of);
  if ("list" in of) return `${type(of.list)}[]`;
  const inner = Object.entries(of.object).map(
    ([name, field]) => `${identifier(name)} ${jsonType(field)}`,
  );
  return `STRUCT(${inner.join(", ")})`;
};

const withoutPatterns = (path: string): string => path.replace(/[*?[]/gu, "[$&]");
