import { join } from "node:path";

import type { InputText } from "../sources/input-text.js";
import type { Header } from "./header.js";
import { lineAppender } from "./line-appender.js";
import { eachRecord, type CsvRecord } from "./records.js";
import { counter, type Survey } from "./survey.js";

/** An input taken apart, both files in the standard format and without a header. */
export interface SortedOut extends Survey {
  /** The well-formed rows, each after the number of the line where it begins. */
  readonly rows: string;
  /** Line number, column and reason of every other row. */
  readonly faults: string;
  /** Whether each of the well-formed rows is one line. */
  readonly oneLineEach: boolean;
}

/** Rewrites a well-formed row. */
export type Rewrite = (row: Uint8Array) => Uint8Array;

/**
 * Copies the well-formed rows of an input into one file of a directory and the faults of the others into a second.
 *
 * @param rewrite makes of a row what is copied
 */
export const sortOut = async (
  text: InputText,
  header: Header,
  directory: string,
  rewrite: Rewrite,
  onBytes: (bytes: number) => void,
): Promise<SortedOut> => {
  const files = { rows: join(directory, "rows.csv"), faults: join(directory, "faults.csv") };
  const rows = lineAppender(files.rows);
  const faults = lineAppender(files.faults);
  const { found, count } = counter();
  let oneLineEach = true;
  const visit = (record: CsvRecord): void => {
    const { line, lines, bytes, start, end, fault } = record;
    count(record);
    if (fault !== undefined) return faults.append(`${line},,${fault}`);
    rows.append(`${line},`, rewrite(bytes.subarray(start, end)));
    oneLineEach &&= lines === 1;
  };
  try {
    await eachRecord(text, header, visit, onBytes);
  } finally {
    rows.close();
    faults.close();
  }
  return { ...files, ...found, oneLineEach };
};
