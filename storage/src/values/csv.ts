import { columnsIn, headerRecord } from "./csv-header.js";
import { fieldsOf, fieldText, MAX_RECORD, recordShape, wrongCount } from "./csv-record.js";

const CR = 13;
const QUOTE = '"';

/** A CSV in which every record has as many fields as the header. */
export interface Csv {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A fault of a CSV: in the header, or in a row, counted from 1. */
export interface CsvFault {
  readonly row: number | undefined;
  readonly fault: string;
}

/**
 * Reads a whole CSV by the rule for inputs. A row that ingest would quarantine makes the whole CSV invalid here.
 *
 * @param bytes text in UTF-8
 * @param maxRows rows after this number are ignored
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
          ? fieldsOf(bytes.subarray(start, end)).map((field) => fieldText(field))
          : line.split(","),
      );
    }
    start = shape.end + 1;
  }
  return { columns, rows };
};

const faultOf = (found: number, expected: number, length: number): string | undefined =>
  length > MAX_RECORD ? "too long" : wrongCount(found, expected);
