import { isUtf8 } from "node:buffer";

import { fieldsOf, fieldText, recordShape } from "./csv-record.js";
import { withoutBlanks } from "./number.js";

const LF = 10;
const CR = 13;
const MARK = [0xef, 0xbb, 0xbf] as const;

/** The first line of a CSV, which is its header. */
export interface HeaderLine {
  /** The line without its line break and without a byte order mark. */
  readonly bytes: Uint8Array;
  /** Where the next line starts, in bytes. */
  readonly length: number;
  /** Whether it ends with LF alone, or with the file: not with CR and LF. */
  readonly lineFeed: boolean;
}

/** Finds the header in the bytes that a CSV starts with. */
export const headerLine = (file: Uint8Array): HeaderLine => {
  const feed = file.indexOf(LF);
  const stop = feed < 0 ? file.length : feed;
  const carriage = stop > 0 && file[stop - 1] === CR;
  const marked = MARK.every((byte, at) => file[at] === byte);
  return {
    bytes: file.subarray(marked ? MARK.length : 0, carriage ? stop - 1 : stop),
    length: feed < 0 ? stop : feed + 1,
    lineFeed: !carriage,
  };
};

/** The names of a header's columns, without the blanks around them; undefined when it is not one record of CSV. */
export const columnsIn = ({ bytes }: HeaderLine): readonly string[] | undefined => {
  if (bytes.length === 0 || bytes.includes(CR) || !isUtf8(bytes)) return undefined;
  const { fault } = recordShape(bytes, 0);
  return fault === undefined
    ? fieldsOf(bytes).map((field) => withoutBlanks(fieldText(field)))
    : undefined;
};
