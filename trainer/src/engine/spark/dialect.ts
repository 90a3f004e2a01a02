import type { Dialect, JsonType, SqlType } from "../dialect.js";
import { identifier, literal } from "../sql.js";
import { sparkName } from "./spark-quotes.js";

const TYPES: Readonly<Record<string, string>> = {
  wide: "DECIMAL(38, 0)",
  text: "STRING",
  timestamp: "TIMESTAMP_NTZ",
};

const type = (name: SqlType): string => TYPES[name] ?? name.toUpperCase();

const tryCast = (expression: string, to: SqlType): string =>
  `TRY_CAST(${expression} AS ${type(to)})`;

/** Below what any share of values can differ by, and above what a product of doubles is rounded by. */
const LESS = 1e-12;

// Its product of share and count may be rounded up to the next rank.
const quantile = (expression: string, share: number): string =>
  `percentile_disc(${Math.max(share - LESS, 0)}D) WITHIN GROUP (ORDER BY ${expression})`;

/** The words of Spark from version 4.0 on, in its ANSI mode, but for quotes, which are those of the standard. */
export const sparkDialect: Dialect = {
  type,
  cast: (expression, to) => `CAST(${expression} AS ${type(to)})`,
  tryCast,
  quantile,
  quantiles: (expression, shares) =>
    `array(${shares.map((share) => quantile(expression, share)).join()})`,
  quantileBetween: (expression, share) => {
    const values = `sort_array(collect_list(${expression}))`;
    const place = `(${share}D * (count(${expression}) - 1))`;
    const at = (rank: string) => `get(${values}, CAST(${rank}(${place}) AS INT))`;
    const rest = `(${place} - floor(${place}))`;
    return `(${at("floor")} * (1D - ${rest}) + ${at("ceil")} * ${rest})`;
  },
  days: (date) => `unix_date(${date})`,
  bytes: (text) => `octet_length(${text})`,
  matches: (text, pattern) => `${text} RLIKE ${literal(`\\A(?:${pattern})\\z`)}`,
  // The zone of the session is UTC.
  utc: (text) => `CAST(TRY_CAST(${text} AS TIMESTAMP) AS TIMESTAMP_NTZ)`,
  trimmed: (text, characters) => `btrim(${text}, ${literal(characters)})`,
  spread: (expression) => `pmod(xxhash64(${expression}), ${Number.MAX_SAFE_INTEGER})`,
  // A column that loaded tables have there.
  place: "rowid",
  present: (values) => `filter(array(${values.join(", ")}), item -> item IS NOT NULL)`,
  list: (values) => `array(${values.join(", ")})`,
  each: (list) => `explode(${list})`,
  item: (list, place) => `get(${list}, ${place})`,
  length: (list) => `array_size(${list})`,
  ofLeast: (expression, by) => `min_by(${expression}, ${by})`,
  jsonLines: (file, fields) => {
    const types = Object.entries(fields).map(([name, of]) => `${sparkName(name)} ${jsonType(of)}`);
    const line = `from_json(value, ${literal(types.join(", "))})`;
    return `(SELECT line.* FROM (SELECT ${line} AS line FROM ${linesOf(file)}))`;
  },
  csv: (file, columns, { header }) => {
    const types = columns.map((name) => `${sparkName(name)} STRING`).join(", ");
    const row = `from_csv(value, ${literal(types)}, map('escape', '"'))`;
    const first = header ? " WHERE _metadata.file_block_start > 0 OR value <> ''" : "";
    return `(SELECT row.* FROM (SELECT ${row} AS row FROM ${linesOf(file)}${first}))`;
  },
};

const linesOf = (file: string): string => `text.${identifier(file)}`;

const jsonType = (of: JsonType): string => {
  if (of === "json") return "STRING";
  if (typeof of === "string") return type(of);
  if ("list" in of) return `ARRAY<${type(of.list)}>`;
  const inner = Object.entries(of.object).map(
    ([name, field]) => `${sparkName(name)}: ${jsonType(field)}`,
  );
  return `STRUCT<${inner.join(", ")}>`;
};
