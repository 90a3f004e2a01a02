import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Header } from "./header.js";
import { eachLine } from "./lines.js";

/** A CSV taken apart, both files without a header. */
export interface SortedOut {
  /** The well-formed rows, each after the number of its line. */
  readonly rows: string;
  /** Line number, column and reason of every other row. */
  readonly faults: string;
}

/** Writes a well-formed row anew. */
export type Rewrite = (row: Uint8Array) => Uint8Array;

/**
 * Copies the well-formed rows of a CSV into one file of a directory and the faults of the others into a second.
 *
 * @param rewrite what to copy of a row. Default: all of it
 */
export const sortOut = async (
  file: string,
  header: Header,
  directory: string,
  rewrite: Rewrite = (row) => row,
): Promise<SortedOut> => {
  const sorted = { rows: join(directory, "rows.csv"), faults: join(directory, "faults.csv") };
  const rows = appender(sorted.rows);
  const faults = appender(sorted.faults);
  try {
    await eachLine(
      file,
      header.length,
      header.names.length,
      ({ number, bytes, start, end, fault }) => {
        if (fault === undefined) rows.append(`${number},`, rewrite(bytes.subarray(start, end)));
        else faults.append(`${number},,${fault}`);
      },
    );
  } finally {
    rows.close();
    faults.close();
  }
  return sorted;
};

/** Appends lines to a new file, many to a write. */
const appender = (file: string) => {
  const descriptor = openSync(file, "w");
  const buffer = Buffer.allocUnsafe(2 ** 22);
  let filled = 0;
  const flush = () => {
    for (let at = 0; at < filled;) at += writeSync(descriptor, buffer, at, filled - at);
    filled = 0;
  };
  return {
    append(text: string, bytes: Uint8Array = new Uint8Array()) {
      if (filled + text.length + bytes.length + 1 > buffer.length) flush();
      filled += buffer.write(text, filled, "latin1");
      buffer.set(bytes, filled);
      filled += bytes.length;
      buffer[filled++] = 10;
    },
    close() {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
};
