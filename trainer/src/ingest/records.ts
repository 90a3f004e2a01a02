import { isUtf8 } from "node:buffer";

import { MAX_RECORD, recordShape, wrongCount } from "@despliega/storage";

import { InputLineTooLong } from "../errors/errors.js";
import type { InputText } from "../sources/input-text.js";
import type { Header } from "./header.js";

const LF = 10;
const CR = 13;

/** One record that is not blank, as the bytes from `start` to `end`, without the line break that ends it. */
export interface CsvRecord {
  /** The line where it begins, counted from 1, the header and blank lines included; or the row, where rows are counted. */
  readonly line: number;
  /** How many lines it has: a quoted field may hold line breaks. */
  readonly lines: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Why it is not a record of as many fields as the header. */
  readonly fault: string | undefined;
}

/**
 * Visits in order the records of an input after its header.
 *
 * @param onBytes gets the number of bytes after each read of the file
 * @returns how many lines there are, the header and blank lines included
 * @throws {@link InputLineTooLong} for a record of more than 1 MiB
 */
export const eachRecord = async (
  { file, chunks, marks, encoding, numbers }: InputText,
  header: Header,
  visit: (record: CsvRecord) => void,
  onBytes?: (bytes: number) => void,
): Promise<number> => {
  const columns = header.names.length;
  let line = header.lines + 1;
  let row = 0;

  const visitAll = (bytes: Buffer, from: number, isEnd: boolean) => {
    const allUtf8 = isUtf8(isEnd ? bytes : bytes.subarray(0, bytes.lastIndexOf(LF) + 1));
    const stop = isEnd ? bytes.length : bytes.length - MAX_RECORD - 2;
    let start = from;
    while (start < stop) {
      const shape = recordShape(bytes, start, marks);
      const end = shape.end > start && bytes[shape.end - 1] === CR ? shape.end - 1 : shape.end;
      if (end - start > MAX_RECORD) throw new InputLineTooLong({ file, line });
      if (end > start) {
        row++;
        const encoded = allUtf8 || isUtf8(bytes.subarray(start, end));
        const fault = encoded
          ? wrongCount(shape.columns, columns)
          : `not ${encoding.toUpperCase()}`;
        visit({
          line: numbers === "lines" ? line : row,
          lines: shape.lines,
          bytes,
          start,
          end,
          fault: shape.fault ?? fault,
        });
      }
      line += shape.lines;
      start = shape.end + 1;
    }
    return Math.min(start, bytes.length);
  };

  const window = Buffer.allocUnsafe(4 * MAX_RECORD);
  let filled = 0;
  let from = header.length;
  for await (const chunk of chunks(onBytes))
    for (let at = 0; at < chunk.length;) {
      const copied = chunk.copy(window, filled, at);
      at += copied;
      filled += copied;
      if (filled < window.length) continue;
      const done = visitAll(window, from, false);
      window.copyWithin(0, done, filled);
      filled -= done;
      from = 0;
    }
  visitAll(window.subarray(0, filled), from, true);
  return line - 1;
};
