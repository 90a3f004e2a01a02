import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";

import { MAX_RECORD, recordShape, wrongCount } from "@despliega/storage";

import { InputLineTooLong } from "../errors/errors.js";
import type { Header } from "./header.js";

const LF = 10;
const CR = 13;

/** One record that is not blank, as the bytes from `start` to `end`, without the line break that ends it. */
export interface CsvRecord {
  /** The line where it begins, counted from 1, the header and blank lines included. */
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
 * Visits in order the records of a CSV after its header.
 *
 * @returns how many lines there are, the header and blank lines included
 * @throws {@link InputLineTooLong} for a record of more than 1 MiB
 */
export const eachRecord = async (
  file: string,
  header: Header,
  visit: (record: CsvRecord) => void,
): Promise<number> => {
  const columns = header.names.length;
  let line = header.lines + 1;

  const visitAll = (bytes: Buffer, last: boolean) => {
    const allUtf8 = isUtf8(last ? bytes : bytes.subarray(0, bytes.lastIndexOf(LF) + 1));
    const stop = last ? bytes.length : bytes.length - MAX_RECORD - 2;
    let start = 0;
    while (start < stop) {
      const shape = recordShape(bytes, start);
      const end = shape.end > start && bytes[shape.end - 1] === CR ? shape.end - 1 : shape.end;
      if (end - start > MAX_RECORD) throw new InputLineTooLong({ file, line });
      if (end > start) {
        const encoded = allUtf8 || isUtf8(bytes.subarray(start, end));
        const fault = encoded ? wrongCount(shape.columns, columns) : "not UTF-8";
        visit({ line, lines: shape.lines, bytes, start, end, fault: shape.fault ?? fault });
      }
      line += shape.lines;
      start = shape.end + 1;
    }
    return Math.min(start, bytes.length);
  };

  const handle = await open(file);
  try {
    const window = Buffer.allocUnsafe(4 * MAX_RECORD);
    let filled = 0;
    for (let position = header.length, bytesRead = -1; bytesRead !== 0; position += bytesRead) {
      ({ bytesRead } = await handle.read(window, filled, window.length - filled, position));
      filled += bytesRead;
      if (bytesRead > 0 && filled < window.length) continue;
      const bytes = window.subarray(0, filled);
      const done = visitAll(bytes, bytesRead === 0);
      window.copyWithin(0, done, filled);
      filled -= done;
    }
  } finally {
    await handle.close();
  }
  return line - 1;
};
