import { isUtf8 } from "node:buffer";
import type { Column, Columns } from "@despliega/trainer/model/columns.js";
import { CsvError, parse } from "csv-parse/sync";

/** What a plain reading of a CSV, line by line and in JavaScript, expects of ingest. */
export interface Expected {
  readonly read: number;
  /** Kept rows as text in the model's column order. */
  readonly kept: readonly (readonly (string | null)[])[];
  /** How many records do not fit. */
  readonly rejected: number;
  /** `line:reason` of each column that does not fit, or of a record that is no row. */
  readonly rejections: readonly string[];
}

interface PhysicalLine {
  readonly number: number;
  readonly bytes: Buffer;
  /** The line break behind it. */
  readonly end: "\r\n" | "\n";
}

/** Makes a pseudonym, or undefined of what identifies nobody. */
export type Pseudonymise = (identifier: string) => string | undefined;

/**
 * Reads a whole CSV under the strict rules; `undefined` when its header makes it no input at all.
 *
 * @param pseudonymise for columns of identifiers, which must come before all others
 */
export const readPlainly = (
  file: Buffer,
  columns: Columns,
  pseudonymise: Pseudonymise = () => undefined,
): Expected | undefined => {
  const mark = file.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "UTF-16LE" : mark === "feff" ? "UTF-16BE" : "UTF-8";
  const lines = physicalLines(encoding === "UTF-8" ? file : inUtf8(file, encoding));
  const top = nextHeader(lines);
  const header = top && headerNames(top.fields, columns);
  if (header === undefined) return undefined;

  const model = Object.entries(columns);
  const seen = new Set<string>();
  const kept: (string | null)[][] = [];
  const rejections: string[] = [];
  let rejected = 0;
  for (let at = top!.taken; at < lines.length;) {
    const { number, bytes } = lines[at]!;
    if (bytes.length === 0) {
      at++;
      continue;
    }
    const { fields, taken, fault } = nextRecord(lines, at, header.length);
    at += taken;
    const texts = model.map(([name, column]) =>
      wordOf(column, fields?.[header.indexOf(name)] ?? ""),
    );
    const values = () =>
      model.map(([, column], place) => valueOf(column, texts[place]!, pseudonymise));
    const unfit =
      fault === undefined
        ? model.flatMap(([, column], place) => faultOf(column, texts[place]!, pseudonymise) ?? [])
        : [fault.replace("UTF-8", encoding)];
    const keys = unfit.length === 0 ? uniqueKeys(columns, values()) : [];
    if (keys.some((key) => seen.has(key))) unfit.push("duplicate");
    if (unfit.length > 0) {
      rejected++;
      rejections.push(...unfit.map((reason) => `${number}:${reason}`));
    } else {
      kept.push(values().filter((_value, place) => personOf(model[place]![1]) !== "name"));
      for (const key of keys) seen.add(key);
    }
  }
  return { read: kept.length + rejected, kept, rejected, rejections };
};

const uniqueKeys = (columns: Columns, values: readonly (string | null)[]): string[] =>
  Object.entries(columns).flatMap(([name, { unique }], place) =>
    unique === true && values[place] !== null ? [`${name}:${values[place]}`] : [],
  );

/** A text of UTF-16 in UTF-8; what is no character becomes a byte that UTF-8 never has. */
const inUtf8 = (file: Buffer, encoding: "UTF-16LE" | "UTF-16BE"): Buffer => {
  const odd = file.length % 2;
  const units = Buffer.from(file.subarray(0, file.length - odd));
  if (encoding === "UTF-16BE") units.swap16();
  const characters = Array.from(units.toString("utf16le"), (character) =>
    /\p{Surrogate}/u.test(character) ? Buffer.of(0xff) : Buffer.from(character),
  );
  return Buffer.concat([...characters, Buffer.alloc(odd, 0xff)]);
};

const physicalLines = (file: Buffer): PhysicalLine[] => {
  const lines = file.toString("latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, at) => ({
    number: at + 1,
    bytes: Buffer.from(line.endsWith("\r") ? line.slice(0, -1) : line, "latin1"),
    end: line.endsWith("\r") ? "\r\n" : "\n",
  }));
};

/** The record that a file begins with, without a byte order mark. */
const nextHeader = (lines: readonly PhysicalLine[]) => {
  const [first, ...rest] = lines;
  if (first === undefined) return undefined;
  const marked = first.bytes.toString("latin1").startsWith("\u00ef\u00bb\u00bf");
  const bytes = first.bytes.subarray(marked ? 3 : 0);
  if (bytes.length === 0) return undefined;
  const { fields, taken } = nextRecord([{ ...first, bytes }, ...rest], 0);
  return fields && { fields, taken };
};

const headerNames = (fields: readonly string[], columns: Columns): string[] | undefined => {
  const trimmed = fields.map(unpadded);
  const once = (name: string) => trimmed.filter((other) => other === name).length === 1;
  return Object.keys(columns).every(once) ? trimmed : undefined;
};

/** Without the spaces and tabs around it. */
const unpadded = (text: string): string => text.replace(/^[ \t]+/u, "").replace(/[ \t]+$/u, "");

/** What a field says of a column; empty when the value is missing. */
const wordOf = (column: Column, field: string): string => {
  if (personOf(column) === "identifier") return field.trim() === "" ? "" : field;
  if (column.type === "text" && (listOf(column)?.includes(field) ?? true)) return field;
  const word = unpadded(field);
  return word.toLowerCase() === "nan" ? "" : word;
};

interface Taken {
  /** How many lines the record takes. */
  readonly taken: number;
  readonly fields?: readonly string[];
  readonly fault?: string;
}

/** The record that begins at a line; of a header's width when it is given. */
const nextRecord = (lines: readonly PhysicalLine[], at: number, width?: number): Taken => {
  let text = "";
  for (let last = at; last < lines.length; last++) {
    const line = lines[last]!.bytes.toString("latin1");
    text += (last === at ? "" : lines[last - 1]!.end) + line;
    // Only another quote ends an open one.
    if (last > at && !line.includes('"')) continue;
    // The parser lets NUL stand after a closing quote.
    const fields = parseLine(text.replaceAll("\0", "\u0001"));
    if (fields === "CSV_QUOTE_NOT_CLOSED") continue;
    if (typeof fields === "string") return { taken: 1, fault: "stray quote" };
    const taken = last - at + 1;
    if (unquoted(text).includes("\r")) return { taken, fault: "line break inside a field" };
    if (text.includes("\0")) return { taken, fault: "NUL character" };
    if (!isUtf8(Buffer.from(text, "latin1"))) return { taken, fault: "not UTF-8" };
    if (fields.length < (width ?? 0)) return { taken, fault: "too few columns" };
    if (fields.length > (width ?? Infinity)) return { taken, fault: "too many columns" };
    return { taken, fields: fields.map((field) => Buffer.from(field, "latin1").toString()) };
  }
  return { taken: 1, fault: "unclosed quote" };
};

/** A well-formed record without its quoted fields. */
const unquoted = (text: string): string => text.replaceAll(/"[^"]*"/gu, "");

/** Fields of one record, or the code of the parser's complaint. */
const parseLine = (text: string): string[] | string => {
  try {
    const options = { record_delimiter: "\n", relax_column_count: true } as const;
    return parse(text, options)[0] ?? [];
  } catch (error) {
    return error instanceof CsvError ? error.code : String(error);
  }
};

const listOf = (column: Column) => ("values" in column ? column.values : undefined);

const personOf = (column: Column) => (column.type === "text" ? column.person : undefined);

const faultOf = (column: Column, text: string, pseudonymise: Pseudonymise): string | undefined => {
  if (text === "") return column.optional === true ? undefined : "missing";
  switch (column.type) {
    case "text":
      if (column.person !== undefined)
        return column.person === "identifier" && pseudonymise(text) === undefined
          ? "not an identifier"
          : undefined;
      if (column.values?.includes(text) === false) return "not one of the allowed values";
      return Array.from(text).length > (column.maxLength ?? Infinity) ? "too long" : undefined;
    case "integer":
      if (!NUMBER.test(text) || !Number.isInteger(clamped(Number(text)))) return "not an INTEGER";
      return inRange(Number(text), column, Number.MAX_SAFE_INTEGER);
    case "number":
      if (!NUMBER.test(text)) return "not a NUMBER";
      return inRange(Number(text), column, Number.MAX_VALUE);
    case "decimal":
      if (!NUMBER.test(text)) return "not a NUMBER";
      return rounded(text).replace(/\D/gu, "").length > 38
        ? "out of range"
        : inRange(Number(rounded(text)), column, Infinity);
    case "date":
      if (!/^\d{4}-\d\d-\d\d$/u.test(text) || !isDay(text)) return "not a DATE";
      return text < (column.min ?? text) || text > (column.max ?? text)
        ? "out of range"
        : undefined;
    case "timestamp":
    case "boolean":
      throw new Error(`the oracle has no rule for a ${column.type}`);
  }
};

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/u;

/** A finite number: what is too large for a double is whole, as all numbers near it are. */
const clamped = (number: number): number => Math.max(-1e300, Math.min(number, 1e300));

const inRange = (
  value: number,
  { min, max }: { readonly min?: number; readonly max?: number },
  widest: number,
): string | undefined =>
  value >= (min ?? -widest) && value <= (max ?? widest) ? undefined : "out of range";

const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  return text >= "0001" && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

const valueOf = (column: Column, text: string, pseudonymise: Pseudonymise): string | null => {
  if (text === "") return null;
  if (personOf(column) === "identifier") return pseudonymise(text)!;
  if (column.type === "integer") return String(Number(text) + 0);
  if (column.type === "number") return String(Number(text));
  return column.type === "decimal" ? rounded(text) : text;
};

/** A number in plain digits with 10 decimals, rounded half away from zero. */
const rounded = (text: string): string => {
  const [, sign, whole = "", part = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE](.*))?$/u.exec(text)!;
  const shift = Number(exponent) - part.length + 10;
  const digits = BigInt(whole + part);
  const scaled =
    shift >= 0
      ? digits * 10n ** BigInt(shift)
      : (digits + 5n * 10n ** BigInt(-shift - 1)) / 10n ** BigInt(-shift);
  const padded = String(scaled).padStart(11, "0");
  const minus = sign === "-" && scaled !== 0n ? "-" : "";
  return `${minus}${padded.slice(0, -10)}.${padded.slice(-10)}`;
};
