import type { Columns } from "../model/columns.js";
import type { InputText } from "../sources/input-text.js";
import type { Header } from "./header.js";
import type { RowFile } from "./load.js";
import { hidePeople, type Hidden, type PersonKeys } from "./people.js";
import { sortOut } from "./sort-out.js";
import { standardRows } from "./standard-rows.js";
import { survey, type Survey } from "./survey.js";

/** The well-formed rows of an input, as the engine reads them. */
export interface ReadyRows extends RowFile, Survey {
  /** Line number, column and reason of every other row, in a file; undefined when there is none. */
  readonly faults: string | undefined;
  /** How people were taken out; undefined when the input names nobody. */
  readonly hidden: Hidden | undefined;
}

/**
 * Makes a file that the engine can read of an input: the file as it came where it is plain, else a copy in the standard
 * format, without people and without what is no row.
 *
 * @param directory where a copy goes
 * @param onBytes gets the number of bytes after each read of the file
 * @throws `SETTING_INVALID` without keys for people, and what reading throws
 */
export const readyRows = async (
  text: InputText,
  header: Header,
  columns: Columns,
  people: { readonly model: string; readonly keys: PersonKeys },
  directory: string,
  onBytes: (bytes: number) => void,
): Promise<ReadyRows> => {
  const standard = standardRows(text, columns, header.names);
  const hidden = hidePeople(people.model, people.keys, columns, standard.names);
  const first = text.numbers === "lines" ? 2 : 1;
  if (text.standardFile !== undefined && hidden === undefined) {
    const found = await survey(text, header, onBytes);
    const file = { file: text.standardFile, names: header.names, first };
    if (found.plain)
      return { ...file, ...found, numbered: false, oneLineEach: true, faults: undefined, hidden };
  }
  const rewrite = hidden
    ? (row: Uint8Array) => hidden.rewrite(standard.rewrite(row))
    : standard.rewrite;
  const { rows: file, ...sorted } = await sortOut(text, header, directory, rewrite, onBytes);
  const names = hidden?.names ?? standard.names;
  return { file, names, first, ...sorted, numbered: true, hidden };
};
