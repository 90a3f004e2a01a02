import type { Columns } from "../model/columns.js";
import type { InputText } from "../sources/input-text.js";
import type { Header } from "./header.js";
import type { ChecksOf, RowFile } from "./load.js";
import { hidePeople, type PersonKeys } from "./people.js";
import { sortOut } from "./sort-out.js";
import { onlyColumns, standardRows } from "./standard-rows.js";
import { survey, type Survey } from "./survey.js";

/** The well-formed rows of an input, as the engine reads them. */
export interface ReadyRows extends RowFile, Survey {
  /** Line number, column and reason of every other row, in a file; undefined when there is none. */
  readonly faults: string | undefined;
  /** How the rows are checked. */
  readonly checksOf: ChecksOf;
  /** Id of the key of the pseudonyms; null when the input names nobody. */
  readonly pseudonymKey: string | null;
}

/** What making rows ready needs. */
export interface ReadyRowsOptions {
  /** Name of the model. */
  readonly model: string;
  readonly keys: PersonKeys;
  /** Where a copy goes. */
  readonly directory: string;
  /** Makes a copy even of a plain file, with the columns of the model alone. */
  readonly copied: boolean;
  /** Gets the number of bytes after each read of the file. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Makes a file that the engine can read of an input: the file as it came where it is plain, else a copy in the standard
 * format, without people and without what is no row.
 *
 * @throws `SETTING_INVALID` without keys for people, and what reading throws
 */
export const readyRows = async (
  text: InputText,
  header: Header,
  columns: Columns,
  { model, keys, directory, copied, onBytes }: ReadyRowsOptions,
): Promise<ReadyRows> => {
  const all = standardRows(text, columns, header.names);
  const standard = copied ? onlyColumns(all, columns) : all;
  const hidden = hidePeople(model, keys, columns, standard.names);
  const first = text.numbers === "lines" ? 2 : 1;
  const checksOf: ChecksOf = (ofColumns, of) => [...(hidden?.checks(of) ?? []), ...ofColumns];
  const ready = { first, checksOf, pseudonymKey: hidden?.pseudonymKey ?? null };
  if (text.standardFile !== undefined && hidden === undefined && !copied) {
    const found = await survey(text, header, onBytes);
    const file = { file: text.standardFile, names: header.names };
    if (found.plain)
      return { ...file, ...ready, ...found, numbered: false, oneLineEach: true, faults: undefined };
  }
  const rewrite = hidden
    ? (row: Uint8Array) => hidden.rewrite(standard.rewrite(row))
    : standard.rewrite;
  const { rows: file, ...sorted } = await sortOut(text, header, directory, rewrite, onBytes);
  const names = hidden?.names ?? standard.names;
  return { file, names, ...ready, ...sorted, numbered: true };
};
