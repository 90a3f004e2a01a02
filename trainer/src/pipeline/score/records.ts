import { isUtf8 } from "node:buffer";

import { fieldsOf, MAX_RECORD, recordShape, wrongCount } from "@despliega/storage";

const CR = 13;
const NUL = 0;
const QUOTE = 34;

/** What is told of a record. */
export interface RecordVisitor {
  /** A well-formed record: its line within the block, its row, both from 0, and its fields as they are written, quotes included. */
  readonly fields: (line: number, row: number, fields: readonly string[]) => void;
  /** A record that is none, and why. */
  readonly fault: (line: number, row: number, fault: string) => void;
}

/** What a block holds. */
export interface BlockSize {
  readonly lines: number;
  /** Records, without blank lines. */
  readonly rows: number;
}

/**
 * Visits the records of a block in their order, by the rule for inputs.
 *
 * @param columns how many fields a record has
 */
export const eachRecord = (
  block: Uint8Array,
  columns: number,
  visitor: RecordVisitor,
): BlockSize => {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.length);
  const isPlain = ![QUOTE, CR, NUL].some((byte) => bytes.includes(byte)) && isUtf8(bytes);
  return isPlain ? eachLine(bytes, columns, visitor) : eachShape(bytes, columns, visitor);
};

/** Where nothing quotes, a record is a line and a field is what is between two commas. */
const eachLine = (bytes: Buffer, columns: number, { fields, fault }: RecordVisitor): BlockSize => {
  const text = bytes.toString("utf8");
  let line = 0;
  let row = 0;
  for (let start = 0; start < text.length; line++) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    if (end > start) {
      const found = text.slice(start, end).split(",");
      const wrong = end - start > MAX_RECORD ? "too long" : wrongCount(found.length, columns);
      if (wrong === undefined) fields(line, row, found);
      else fault(line, row, wrong);
      row++;
    }
    start = end + 1;
  }
  return { lines: line, rows: row };
};

const eachShape = (bytes: Buffer, columns: number, { fields, fault }: RecordVisitor): BlockSize => {
  let line = 0;
  let row = 0;
  for (let start = 0; start < bytes.length;) {
    const shape = recordShape(bytes, start);
    const end = shape.end > start && bytes[shape.end - 1] === CR ? shape.end - 1 : shape.end;
    if (end > start) {
      const record = bytes.subarray(start, end);
      const wrong = shape.fault ?? faultOf(record, shape.columns, columns);
      if (wrong === undefined) fields(line, row, rawFields(record));
      else fault(line, row, wrong);
      row++;
    }
    line += shape.lines;
    start = shape.end + 1;
  }
  return { lines: line, rows: row };
};

const faultOf = (record: Buffer, found: number, columns: number): string | undefined => {
  if (record.length > MAX_RECORD) return "too long";
  return isUtf8(record) ? wrongCount(found, columns) : "not UTF-8";
};

const rawFields = (record: Buffer): readonly string[] =>
  record.includes(QUOTE)
    ? fieldsOf(record).map((field) =>
        Buffer.from(field.buffer, field.byteOffset, field.length).toString("utf8"),
      )
    : record.toString("utf8").split(",");

/** The text of a field as it is written, without its quotes. */
export const unquoted = (field: string): string =>
  field.charCodeAt(0) === QUOTE ? field.slice(1, -1).replaceAll('""', '"') : field;
