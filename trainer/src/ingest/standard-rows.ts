import { fieldsOf, fieldTexts } from "@despliega/storage";

import type { Columns } from "../model/columns.js";
import { columnReader } from "../sources/format/column-reader.js";
import { isStandard } from "../sources/format/marks.js";
import type { InputText } from "../sources/input-text.js";
import type { Rewrite } from "./sort-out.js";

/** How the rows of an input are written in the standard format. */
export interface StandardRows {
  /** Names of the fields that are written, in their order. */
  readonly names: readonly string[];
  readonly rewrite: Rewrite;
}

/**
 * Prepares to write the rows of an input in the standard format, of each the fields that the model reads.
 *
 * @param header names of the file's columns
 */
export const standardRows = (
  { format, marks }: InputText,
  columns: Columns,
  header: readonly string[],
): StandardRows => {
  if (isStandard(format)) return { names: header, rewrite: (row) => row };
  const kept = header.flatMap((name, at) =>
    Object.hasOwn(columns, name) ? [{ at, name, read: columnReader(columns[name]!, format) }] : [],
  );
  return {
    names: kept.map(({ name }) => name),
    rewrite(row) {
      const fields = fieldTexts(row, marks);
      return Buffer.from(kept.map(({ at, read }) => quoted(read(fields[at]!))).join(","));
    },
  };
};

const COMMA = Buffer.from(",");

/** Leaves of rows in the standard format the fields that the model reads. */
export const onlyColumns = ({ names, rewrite }: StandardRows, columns: Columns): StandardRows => {
  const kept = names.flatMap((name, at) => (Object.hasOwn(columns, name) ? [at] : []));
  if (kept.length === names.length) return { names, rewrite };
  return {
    names: kept.map((at) => names[at]!),
    rewrite(row) {
      const fields = fieldsOf(rewrite(row));
      return Buffer.concat(
        kept.flatMap((at, place) => (place === 0 ? [fields[at]!] : [COMMA, fields[at]!])),
      );
    },
  };
};

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
