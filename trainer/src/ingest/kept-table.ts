import { lineAppender } from "./line-appender.js";
import { IDENTITY } from "./person-columns.js";
import { FAULTS } from "./people.js";
import type { ReadyRows } from "./ready-rows.js";
import { eachRecord } from "./records.js";
import { readRejects } from "./read-rejects.js";
import { standardText } from "./standard-text.js";

/** The first columns of a kept table: the number of a row in the input, and why it was rejected. */
export const KEPT_COLUMNS = [": line", ": rejected"] as const;

/** An input of a model about people as it is kept: without identifiers and names. */
export interface KeptTable {
  readonly file: string;
  /** Names of its columns after {@link KEPT_COLUMNS}. */
  readonly columns: readonly string[];
}

const COMMA = 44;

/**
 * Writes the rows of an input as they are kept, as a CSV in the standard format: the columns of the model, pseudonyms in
 * place of identifiers, no names and no encrypted identities. A rejected row keeps its number and, as JSON, the columns
 * that do not fit with their reasons. It keeps no value, since a name may be in a wrong column of it.
 *
 * @param rows a copy of the input, numbered
 * @param rejects what `appendRejects` wrote of it
 */
export const writeKeptTable = async (
  { file: from, names }: ReadyRows,
  rejects: string,
  file: string,
): Promise<KeptTable> => {
  const columns = names.filter((name) => name !== FAULTS && name !== IDENTITY);
  const left = await readRejects(rejects);
  const blank = ",".repeat(columns.length);
  const lines = lineAppender(file);
  const reject = (line: number): void => {
    const reasons = JSON.stringify(left.get(line)).replaceAll('"', '""');
    lines.append(`${line},`, Buffer.from(`"${reasons}"${blank}`));
    left.delete(line);
  };
  try {
    lines.append("", Buffer.from([...KEPT_COLUMNS, ...columns].map(quoted).join(",")));
    // The number, and then what comes before the columns of the model.
    const skipped = 1 + names.length - columns.length;
    const header = { names: ["", ...names], length: 0, lines: 0, lineFeed: true };
    await eachRecord(standardText(from), header, ({ bytes, start, end }) => {
      const row = bytes.subarray(start, end);
      const line = Number(Buffer.from(row.subarray(0, row.indexOf(COMMA))).toString("latin1"));
      if (left.has(line)) return reject(line);
      lines.append(`${line},,`, afterFields(row, skipped));
    });
    for (const line of [...left.keys()]) reject(line);
  } finally {
    lines.close();
  }
  return { file, columns };
};

// None of the skipped fields is quoted.
const afterFields = (row: Uint8Array, count: number): Uint8Array => {
  let at = 0;
  for (let field = 0; field < count; field++) at = row.indexOf(COMMA, at) + 1;
  return row.subarray(at);
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
