import { createHash } from "node:crypto";

import { EngineUnfit, InputUnreadable } from "../../errors/errors.js";
import type { RemoteCsv, RemoteFiles, RemoteRows } from "../remote-files.js";
import { identifier, literal } from "../sql.js";
import { sparkName } from "./spark-quotes.js";

/** What reading files needs of an engine. */
export interface FilesEngine {
  readonly rows: <Row extends object>(sql: string) => Promise<Row[]>;
  /** Names of the columns that a query returns. */
  readonly names: (select: string) => Promise<readonly string[]>;
}

/** The largest file whose content is hashed: a task holds it in memory. */
const MOST_BYTES = 1e9;

const BROKEN = ": broken";

const [FILE, PART] = [identifier(": in file"), identifier(": in part")];

/** What every query of files knows of each row; no view knows it. */
const METADATA = `_metadata.file_path AS ${FILE}, _metadata.file_block_start AS ${PART}`;

const PLACE = { file: FILE, part: PART, row: "monotonically_increasing_id()" };

/** True of a line that Spark's own reader of CSV does not pass over. */
const IS_RECORD = String.raw`value RLIKE '[^\x00-\x20]'`;

/** The files that a Spark reads, each named in the statement that reads it, so that no session need know them. */
export const sparkFiles = (engine: FilesEngine): RemoteFiles => ({
  measure: (url) => measure(engine, url),
  async csv(url, form) {
    const options = csvOptions(form);
    const names = await headerOf(engine, url, options);
    const fields = names.map((_, at) => `c${at} STRING`);
    const types = [...fields, `${sparkName(BROKEN)} STRING`].join(", ");
    const row = `from_csv(value, ${literal(types)}, map(${options}, 'columnNameOfCorruptRecord', '${BROKEN}'))`;
    return {
      names,
      from: `(SELECT row.*, ${FILE}, ${PART}
              FROM (SELECT ${row} AS row, ${METADATA} FROM ${textOf(url)} WHERE ${IS_RECORD}))`,
      broken: fieldsOf(identifier(BROKEN), form),
      headerLines: 1,
      place: PLACE,
    };
  },
  async parquet(url): Promise<RemoteRows> {
    const files = `parquet.${identifier(url)}`;
    const names = await engine.names(`SELECT * FROM ${files}`);
    const texts = names.map((name, at) => `CAST(${identifier(name)} AS STRING) AS c${at}`);
    return {
      names,
      from: `(SELECT ${texts.join(", ")}, ${METADATA} FROM ${files})`,
      broken: "CAST(NULL AS INT)",
      headerLines: 0,
      place: PLACE,
    };
  },
});

const textOf = (url: string): string => `text.${identifier(url)}`;

/** SQL of the number of fields of a record, by what is between them. */
const fieldsOf = (record: string, { delimiter, quote }: RemoteCsv): string => {
  const quoted = quote && `${quote}(?:[^${quote}]|${quote}${quote})*${quote}`;
  const plain = quoted ? `regexp_replace(${record}, ${literal(quoted)}, '')` : record;
  return `(length(${plain}) - length(replace(${plain}, ${literal(delimiter)}, '')) + 1)`;
};

const csvOptions = ({ delimiter, quote = "" }: RemoteCsv): string =>
  Object.entries({ sep: delimiter, quote, escape: quote, emptyValue: "", mode: "PERMISSIVE" })
    .flat()
    .map(literal)
    .join(", ");

/** Names of a header, as Spark's own reader of CSV names columns: one without a name, or with that of another, by its place. */
const headerOf = async (
  engine: FilesEngine,
  url: string,
  options: string,
): Promise<readonly string[]> => {
  const [first] = await engine.rows<{ value: string }>(`
    SELECT value FROM ${textOf(url)} WHERE _metadata.file_block_start = 0 AND ${IS_RECORD} LIMIT 1`);
  if (first === undefined) return [];
  const line = literal(first.value);
  const [schema] = await engine.rows<{ types: string }>(
    `SELECT schema_of_csv(${line}, map(${options})) AS types`,
  );
  const fields = schema!.types.match(/\b_c\d+\b/gu)!.map((name) => `${name} STRING`);
  const [row] = await engine.rows<Record<string, string | null>>(
    `SELECT row.* FROM (SELECT from_csv(${line}, '${fields.join(", ")}', map(${options})) AS row)`,
  );
  const names = Object.values(row!);
  return names.map((name, at) => {
    if (name === null) return `_c${at}`;
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}${at}`;
  });
};

interface File {
  readonly path: string;
  readonly length: number;
}

const measure = async (engine: FilesEngine, url: string) => {
  const files = `binaryFile.${identifier(url)}`;
  const listed = await engine
    .rows<File>(`SELECT path, length FROM ${files} ORDER BY path`)
    .catch((cause: unknown) => {
      throw new InputUnreadable({ file: url, reason: "the engine finds none" }, { cause });
    });
  if (listed.length === 0)
    throw new InputUnreadable({ file: url, reason: "the engine finds none" });
  if (listed.some(({ length }) => length > MOST_BYTES))
    throw new EngineUnfit({
      what: "A file of more than 1 GB cannot be hashed",
      cure: `write ${url} as several files in a directory`,
    });
  const hashes = await engine.rows<{ hash: string }>(
    `SELECT sha2(content, 256) AS hash FROM ${files} ORDER BY path`,
  );
  const sum = createHash("sha256");
  for (const [i, { length }] of listed.entries()) sum.update(`${length} ${hashes[i]!.hash}\n`);
  return {
    bytes: listed.reduce((all, { length }) => all + length, 0),
    sha256: hashes.length === 1 ? hashes[0]!.hash : sum.digest("hex"),
  };
};
