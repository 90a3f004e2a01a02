import { columnsIn, headerRecord } from "./csv-header.js";
import { fieldsOf, fieldText, MAX_RECORD, recordShape, wrongCount } from "./csv-record.js";

const CR = 13;
const QUOTE = '"';

/** A CSV whose records all have as many fields as its header. */
export interface Csv {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What makes bytes no CSV: in the header, or in a row, counted from 1. */
export interface CsvFault {
  readonly row: number | undefined;
  readonly fault: string;
}

/**
 * Reads a whole CSV by the rule by which an input is read: a row that would be rejected there makes it none here.
 *
 * @param bytes text in UTF-8
 * @param maxRows rows behind this many are not looked at
 */
export const csvOf = (bytes: Uint8Array, maxRows: number): Csv | CsvFault => {
  const header = headerRecord(bytes);
  const columns = header.bytes.length > MAX_RECORD ? undefined : columnsIn(header);
  if (columns === undefined) return { row: undefined, fault: "not a record" };

  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const rows: (readonly string[])[] = [];
  for (let start = header.length; start < bytes.length && rows.length < maxRows;) {
    const shape = recordShape(bytes, start);
    const end = shape.end > start && bytes[shape.end - 1] === CR ? shape.end - 1 : shape.end;
    if (end > start) {
      const fault = shape.fault ?? faultOf(shape.columns, columns.length, end - start);
      if (fault !== undefined) return { row: rows.length + 1, fault };
      const line = text.toString("utf8", start, end);
      rows.push(
        line.includes(QUOTE)
          ? fieldsOf(bytes.subarray(start, end)).map(fieldText)
          : line.split(","),
      );
    }
    start = shape.end + 1;
  }
  return { columns, rows };
};

const faultOf = (found: number, expected: number, length: number): string | undefined =>
  length > MAX_RECORD ? "too long" : wrongCount(found, expected);
