import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";

import { MAX_LINE, recordShape, wrongCount } from "@despliega/storage";

import { InputLineTooLong } from "../errors/errors.js";

const LF = 10;
const CR = 13;

/** One line that is not blank, as the bytes from `start` to `end`, without its line break. */
export interface Line {
  /** Counted from 1, the header and blank lines included. */
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Why the line is not one record of the expected number of columns. */
  readonly fault: string | undefined;
}

/**
 * Visits in order the lines of a CSV after its header; each line of a record that spans several has a fault.
 *
 * @param offset where line 2 starts, in bytes
 * @param columns how many fields a line must have
 * @returns how many lines there are, the header and blank lines included
 * @throws {@link InputLineTooLong} for a line of more than 1 MiB
 */
export const eachLine = async (
  file: string,
  offset: number,
  columns: number,
  visit: (line: Line) => void,
): Promise<number> => {
  let number = 2;

  const visitLines = (bytes: Buffer, from: number, to: number, fault: string | undefined) => {
    for (let start = from; start <= to; number++) {
      const feed = bytes.indexOf(LF, start);
      const next = feed < 0 ? bytes.length + 1 : feed + 1;
      const end = next - 1 > start && bytes[next - 2] === CR ? next - 2 : next - 1;
      if (end - start > MAX_LINE) throw new InputLineTooLong({ file, line: number });
      if (end > start) visit({ number, bytes, start, end, fault });
      start = next;
    }
  };

  const visitRecords = (bytes: Buffer, last: boolean) => {
    const allUtf8 = isUtf8(last ? bytes : bytes.subarray(0, bytes.lastIndexOf(LF) + 1));
    const stop = last ? bytes.length : bytes.length - MAX_LINE - 2;
    let start = 0;
    while (start < stop) {
      const { end, columns: found, fault } = recordShape(bytes, start);
      const encoded = allUtf8 || isUtf8(bytes.subarray(start, end));
      visitLines(bytes, start, end, fault ?? (encoded ? wrongCount(found, columns) : "not UTF-8"));
      start = end + 1;
    }
    return Math.min(start, bytes.length);
  };

  const handle = await open(file);
  try {
    const window = Buffer.allocUnsafe(4 * MAX_LINE);
    let filled = 0;
    for (let position = offset, bytesRead = -1; bytesRead !== 0; position += bytesRead) {
      ({ bytesRead } = await handle.read(window, filled, window.length - filled, position));
      filled += bytesRead;
      if (bytesRead > 0 && filled < window.length) continue;
      const bytes = window.subarray(0, filled);
      const done = visitRecords(bytes, bytesRead === 0);
      window.copyWithin(0, done, filled);
      filled -= done;
    }
  } finally {
    await handle.close();
  }
  return number - 1;
};
