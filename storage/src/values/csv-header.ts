import { isUtf8 } from "node:buffer";

import { fieldsOf, fieldText, recordShape, STANDARD_MARKS, type CsvMarks } from "./csv-record.js";
import { withoutBlanks } from "./number.js";

const LF = 10;
const CR = 13;
const MARK = [0xef, 0xbb, 0xbf] as const;

/** The first record of a CSV, which is its header. */
export interface HeaderRecord {
  /** The record without its line break and without a byte order mark. */
  readonly bytes: Uint8Array;
  /** Where the next record starts, in bytes. */
  readonly length: number;
  /** The number of its lines: 1, unless a name contains a line break. */
  readonly lines: number;
  /** Whether it ends with LF alone or with the file, not with CR and LF. */
  readonly lineFeed: boolean;
  /** The reason why it is no record of CSV; undefined when it is one. */
  readonly fault: string | undefined;
}

/** Finds the header at the start of a CSV. */
export const headerRecord = (file: Uint8Array, marks: CsvMarks = STANDARD_MARKS): HeaderRecord => {
  const start = MARK.every((byte, at) => file[at] === byte) ? MARK.length : 0;
  const { end, lines, fault } = recordShape(file, start, marks);
  const carriage = end > start && file[end - 1] === CR;
  return {
    bytes: file.subarray(start, carriage ? end - 1 : end),
    length: file[end] === LF ? end + 1 : end,
    lines,
    lineFeed: !carriage,
    fault,
  };
};

/** The names of a header's columns, without blanks around them. @returns undefined when it is no record of CSV */
export const columnsIn = (
  { bytes, fault }: HeaderRecord,
  marks: CsvMarks = STANDARD_MARKS,
): readonly string[] | undefined =>
  fault === undefined && bytes.length > 0 && isUtf8(bytes)
    ? fieldsOf(bytes, marks).map((field) => withoutBlanks(fieldText(field, marks)))
    : undefined;
