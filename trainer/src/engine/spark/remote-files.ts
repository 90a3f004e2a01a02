import { createHash } from "node:crypto";

import { EngineUnfit, InputUnreadable } from "../../errors/errors.js";
import type { RemoteCsv, RemoteFiles, RemoteRows } from "../remote-files.js";
import { identifier, literal } from "../sql.js";

/** What reading files needs of an engine. */
export interface FilesEngine {
  readonly run: (sql: string) => Promise<void>;
  readonly rows: <Row extends object>(sql: string) => Promise<Row[]>;
  /** Names of the columns that a query returns. */
  readonly names: (select: string) => Promise<readonly string[]>;
  /** A name that nothing has yet. */
  readonly nextName: () => string;
}

/** The largest file whose content is hashed: a task holds it in memory. */
const MOST_BYTES = 1e9;

const BROKEN = identifier(": broken");

const PLACE = {
  file: "input_file_name()",
  part: "input_file_block_start()",
  row: "monotonically_increasing_id()",
};

/** The files that a Spark reads. */
export const sparkFiles = (engine: FilesEngine): RemoteFiles => {
  const view = async (columns: string, kind: string, options: string): Promise<string> => {
    const name = identifier(engine.nextName());
    await engine.run(`CREATE TEMPORARY VIEW ${name} ${columns} USING ${kind} OPTIONS (${options})`);
    return name;
  };
  return {
    measure: (url) => measure(engine, url),
    async csv(url, form) {
      const options = csvOptions(url, form);
      const names = await engine.names(`SELECT * FROM ${await view("", "csv", options)}`);
      const fields = names.map((_, at) => `c${at} STRING`).join(", ");
      // Else it reads the fields that a query uses, and sees no fault in a record of fewer.
      const strict = `columnPruning 'false', mode 'PERMISSIVE', columnNameOfCorruptRecord ': broken', enforceSchema 'true'`;
      const from = await view(`(${fields}, ${BROKEN} STRING)`, "csv", `${options}, ${strict}`);
      return { names, from, headerLines: 1, broken: fieldsOf(BROKEN, form), place: PLACE };
    },
    async parquet(url): Promise<RemoteRows> {
      const from = await view("", "parquet", `path ${literal(url)}`);
      const names = await engine.names(`SELECT * FROM ${from}`);
      const texts = names.map((name, at) => `CAST(${identifier(name)} AS STRING) AS c${at}`);
      return {
        names,
        from: `(SELECT ${texts.join(", ")} FROM ${from})`,
        headerLines: 0,
        broken: "CAST(NULL AS INT)",
        place: PLACE,
      };
    },
  };
};

/** SQL of the number of fields of a record, by what is between them. */
const fieldsOf = (record: string, { delimiter, quote }: RemoteCsv): string => {
  const quoted = quote && `${quote}(?:[^${quote}]|${quote}${quote})*${quote}`;
  const plain = quoted ? `regexp_replace(${record}, ${literal(quoted)}, '')` : record;
  return `(length(${plain}) - length(replace(${plain}, ${literal(delimiter)}, '')) + 1)`;
};

const csvOptions = (url: string, { delimiter, quote }: RemoteCsv): string =>
  Object.entries({
    path: url,
    header: "true",
    sep: delimiter,
    quote: quote ?? "",
    escape: quote ?? "",
    emptyValue: "",
  })
    .map(([name, value]) => `${name} ${literal(value)}`)
    .join(", ");

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
