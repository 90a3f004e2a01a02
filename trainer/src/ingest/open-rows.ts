import type { Columns } from "../model/columns.js";
import type { InputFormat } from "../model/input-format.js";
import { openInput } from "../sources/input-text.js";
import { readHeader } from "./header.js";
import { personColumnsOf } from "./person-columns.js";
import { readyRows, type ReadyRows, type ReadyRowsOptions } from "./ready-rows.js";
import { restoreRows } from "./restore-rows.js";
import { standardText } from "./standard-text.js";

/** A file whose rows are read. */
export interface RowSource {
  readonly file: string;
  /** Of a kept table; undefined for an input as it came. */
  readonly kept?: { readonly pseudonymKey: string | null } | undefined;
}

/** What a model says of the rows of an input. */
export interface RowsDefinition {
  readonly columns: Columns;
  /** How the file is written, where it is an input as it came. */
  readonly input?: InputFormat | undefined;
}

/** The rows of an input, and what is said of its file. */
export interface OpenedRows {
  readonly rows: ReadyRows;
  /** Names of the file's columns. */
  readonly names: readonly string[];
  /** Columns of the file that nothing reads. */
  readonly leftOut: readonly string[];
  /** Whether the number of a row is that of the line where it begins, or of the row. */
  readonly numbers: "lines" | "rows";
}

/** Opens an input as it came, or as it was kept, and makes its rows ready. @throws what either throws */
export const openRows = async (
  { file, kept }: RowSource,
  { columns, input: format = {} }: RowsDefinition,
  options: ReadyRowsOptions,
): Promise<OpenedRows> => {
  const { directory, onBytes } = options;
  if (kept !== undefined) {
    const text = standardText(file);
    const { name = "" } = personColumnsOf(columns);
    const { [name]: _name, ...others } = columns;
    const header = await readHeader(text, others);
    const rows = await restoreRows(text, header, kept.pseudonymKey, directory, onBytes);
    const names = header.names.filter((of) => Object.hasOwn(columns, of));
    return { rows, names, leftOut: [], numbers: "lines" };
  }
  const text = await openInput(file, format, (name) => Object.hasOwn(columns, name), directory);
  const header = await readHeader(text, columns);
  const rows = await readyRows(text, header, columns, options);
  const { leftOut, numbers } = text;
  return { rows, names: header.names, leftOut, numbers };
};
