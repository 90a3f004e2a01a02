import { isUtf8 } from "node:buffer";

import { headerRecord, MAX_RECORD } from "@despliega/storage";

import { InputEmpty, InputEncoding, InputHeader } from "../errors/errors.js";
import type { Columns } from "../model/columns.js";
import { firstOf } from "../sources/bytes.js";
import { headerNames } from "../sources/header-names.js";
import type { InputText } from "../sources/input-text.js";

/** The first record of a CSV. */
export interface Header {
  /** Names in the file's order. */
  readonly names: readonly string[];
  /** Where the next record starts, in bytes. */
  readonly length: number;
  /** How many lines it has. */
  readonly lines: number;
  /** Whether it ends with LF alone, not with CR and LF. */
  readonly lineFeed: boolean;
}

/**
 * Reads the header of a CSV and holds it against the model's columns: all there that must be, none
 * of them twice, in any order.
 *
 * Its errors name the model's columns and positions only: a file without a header starts with a row of data.
 */
export const readHeader = async (
  { file, chunks, marks, encoding }: InputText,
  columns: Columns,
): Promise<Header> => {
  const start = await firstOf(chunks(), MAX_RECORD + 1);
  if (start.length === 0) throw new InputEmpty({ file, found: "is empty" });
  const record = headerRecord(start, marks);
  const { bytes, length, lines, lineFeed } = record;
  if (!isUtf8(bytes) || bytes.includes(0))
    throw new InputEncoding({ file, encoding: encoding.toUpperCase() });
  if (length > MAX_RECORD) throw new InputHeader({ file, problem: "its header is over 1 MiB" });
  const names = headerNames(file, record, marks);
  const missing = Object.entries(columns).flatMap(([name, { absent }]) =>
    absent === "allowed" || names.includes(name) ? [] : [name],
  );
  if (missing.length > 0) throw new InputHeader({ file, problem: lacking(missing, names) });
  const again = names.findIndex(
    (name, at) => Object.hasOwn(columns, name) && names.indexOf(name) < at,
  );
  if (again >= 0)
    throw new InputHeader({
      file,
      problem: `columns ${names.indexOf(names[again]!) + 1} and ${again + 1} have the same name: rename one`,
    });
  return { names, length, lines, lineFeed };
};

const MAX_LISTED = 8;

const lacking = (missing: readonly string[], names: readonly string[]): string => {
  if (names.length === 1 && /[;\t]/u.test(names[0]!))
    return "its header, line 1, is one field that holds semicolons or tabs: say in model.yaml what is between fields, as in input: { delimiter: ; }";
  const more = missing.length - MAX_LISTED;
  const listed = missing.slice(0, MAX_LISTED).join(", ") + (more > 0 ? `, and ${more} more` : "");
  return `its header, line 1, lacks ${listed}: name every column there, exactly so`;
};
