const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

/** The longest record, in bytes. A quote that stays open for longer counts as never closed. */
export const MAX_RECORD = 2 ** 20;

/** The end of a record of a CSV (RFC 4180), and the number of its fields and lines. */
export interface RecordShape {
  /** The position of its line feed, or the end of the bytes. */
  readonly end: number;
  readonly columns: number;
  /** The number of its lines: 1, plus one for each line feed inside quotes. */
  readonly lines: number;
  /** A fault that does not depend on the columns; undefined when there is none. */
  readonly fault?: string;
}

/**
 * Reads the shape of the record that starts at `start`. `bytes` hold {@link MAX_RECORD} more bytes, or end with the file.
 *
 * A line break inside quotes belongs to the field. A quote that is never closed, or that closes before the end of its
 * field, spoils only its own line: the next line starts a record.
 */
export const recordShape = (bytes: Uint8Array, start: number): RecordShape => {
  let columns = 1;
  let lines = 1;
  let fieldStart = start;
  let quoted = false;
  let fault: string | undefined;
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte > COMMA) continue;
    if (byte === COMMA) {
      if (quoted) continue;
      columns++;
      fieldStart = at + 1;
    } else if (byte === LF) {
      if (!quoted) break;
      lines++;
    } else if (byte === QUOTE) {
      if (!quoted) {
        if (at !== fieldStart) return spoiled(bytes, start, columns, "stray quote");
        quoted = true;
      } else if (bytes[at + 1] === QUOTE) at++;
      else if (endsField(bytes, at + 1)) quoted = false;
      else return spoiled(bytes, start, columns, "stray quote");
    } else if (byte === CR) {
      if (!quoted && !endsLine(bytes, at + 1)) fault = "line break inside a field";
    } else if (byte === 0) fault ??= "NUL character";
  }
  const swallowed = lines > 1 && at - start > MAX_RECORD;
  if (quoted || swallowed) return spoiled(bytes, start, columns, "unclosed quote");
  return fault === undefined ? { end: at, columns, lines } : { end: at, columns, lines, fault };
};

const spoiled = (bytes: Uint8Array, start: number, columns: number, fault: string): RecordShape => {
  const feed = bytes.indexOf(LF, start);
  return { end: feed < 0 ? bytes.length : feed, columns, lines: 1, fault };
};

const endsLine = (bytes: Uint8Array, at: number): boolean =>
  at === bytes.length || bytes[at] === LF;

const endsField = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === COMMA || endsLine(bytes, at) || (bytes[at] === CR && endsLine(bytes, at + 1));

/** The fields of a well-formed record as they are written, with quotes. */
export const fieldsOf = (record: Uint8Array): readonly Uint8Array[] => {
  const fields: Uint8Array[] = [];
  let quoted = false;
  let fieldStart = 0;
  for (let at = 0; at <= record.length; at++) {
    if (record[at] === QUOTE) quoted = !quoted;
    else if (at === record.length || (record[at] === COMMA && !quoted)) {
      fields.push(record.subarray(fieldStart, at));
      fieldStart = at + 1;
    }
  }
  return fields;
};

/** The text of a field of a well-formed record, without quotes. */
export const fieldText = (field: Uint8Array): string => {
  const text = Buffer.from(field.buffer, field.byteOffset, field.length).toString("utf8");
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
};

/** Describes a wrong number of fields in a record. @returns undefined when the number is right */
export const wrongCount = (found: number, expected: number): string | undefined =>
  found < expected ? "too few columns" : found > expected ? "too many columns" : undefined;
