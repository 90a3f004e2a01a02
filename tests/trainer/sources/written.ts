import { gzipSync } from "node:zlib";

import type { DateFormat, InputFormat } from "@despliega/trainer/model/input-format.js";
import fc from "fast-check";

/** A value of a table as ingest gives it in text; null where there is none. */
export type Cell = string | null;

/** Columns of these kinds are written into files. */
export type Kind = "integer" | "number" | "boolean" | "date" | "timestamp" | "text";

/** A table whose values are known. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly kind: Kind }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A way to write a table, whether or not `input` in a model can say it. */
export interface Way {
  readonly delimiter: "," | ";" | "\t" | "|";
  readonly quote: '"' | "'";
  readonly quoteAll: boolean;
  readonly decimal: "." | ",";
  readonly thousands: InputFormat["thousands"] | undefined;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  readonly mark: boolean;
  readonly gzip: boolean;
  readonly end: "\n" | "\r\n";
  readonly dateFormat: DateFormat;
  readonly missing: string;
  readonly yes: string;
  readonly no: string;
}

const pair = fc.constantFrom(
  ["true", "false"],
  ["sí", "no"],
  ["S", "N"],
  ["Yes", "No"],
  ["1", "0"],
);
const thousandsOf = {
  ".": [undefined, undefined, ",", " ", "'"],
  ",": [undefined, undefined, ".", " "],
} as const;

/** Random ways to write a table. */
export const way: fc.Arbitrary<Way> = fc
  .record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    quote: fc.constantFrom('"', '"', "'"),
    quoteAll: fc.boolean(),
    decimal: fc.constantFrom(".", ","),
    group: fc.nat(),
    encoding: fc.constantFrom("utf-8", "utf-8", "utf-16le", "utf-16be", "windows-1252"),
    mark: fc.boolean(),
    gzip: fc.boolean(),
    end: fc.constantFrom("\n", "\r\n"),
    dateFormat: fc.constantFrom(
      "YYYY-MM-DD",
      "YYYY/MM/DD",
      "DD/MM/YYYY",
      "DD-MM-YYYY",
      "DD.MM.YYYY",
      "MM/DD/YYYY",
    ),
    missing: fc.constantFrom("", "NA", "N/A", "null", "-", "sin dato"),
    words: pair,
  } as const)
  .map(({ group, words, ...rest }): Way => {
    const groups = thousandsOf[rest.decimal];
    const thousands = groups[group % groups.length];
    return {
      ...rest,
      // The quote would be a mark of thousands too, which no model may say.
      thousands: thousands === rest.quote ? undefined : thousands,
      yes: words[0],
      no: words[1],
    };
  });

const two = (number: number): string => String(number).padStart(2, "0");
const day = fc
  .record({
    year: fc.integer({ min: 1901, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map((of) => `${of.year}-${two(of.month)}-${two(of.day)}`);
const clock = fc
  .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
  .map(({ hour, minute }) => `${two(hour)}:${two(minute)}:00`);

/** Letters that Windows-1252 has, marks of every kind and line breaks; a word is never one for missing or for a boolean. */
const prose = fc
  .string({ unit: fc.constantFrom(...Array.from("aeñÉü€ ;,|\t.:1/_\n")), maxLength: 12 })
  .map((text) => `w${text}x`);

const cellOf: Readonly<Record<Kind, fc.Arbitrary<string>>> = {
  integer: fc.integer({ min: -5_000_000, max: 5_000_000 }).map(String),
  number: fc
    .integer({ min: -99_999_999, max: 99_999_999 })
    .map((hundredths) => String(hundredths / 100)),
  boolean: fc.boolean().map(String),
  date: day,
  timestamp: fc.tuple(day, clock).map((both) => both.join(" ")),
  text: prose,
};

/** First rows that leave no doubt what a column is: a day after the 12th, digits in groups, both words of a boolean. */
const PLAIN: Readonly<Record<Kind, readonly Cell[]>> = {
  integer: ["1234567", "7"],
  number: ["1234567.25", "0.5"],
  boolean: ["true", "false"],
  date: ["2024-01-31", "2023-12-01"],
  timestamp: ["2024-01-31 09:30:00", "2023-12-01 00:00:00"],
  text: ["wx", "w'x"],
};

/** Random tables of any columns. */
export const table: fc.Arbitrary<Table> = fc
  .array(fc.constantFrom<Kind>("integer", "number", "boolean", "date", "timestamp", "text"), {
    minLength: 2,
    maxLength: 7,
  })
  .chain((kinds) => {
    const cells = kinds.map((kind) => fc.option(cellOf[kind], { freq: 6 }));
    return fc.array(fc.tuple(...cells), { minLength: 1, maxLength: 12 }).map((rows): Table => ({
      columns: kinds.map((kind, at) => ({ name: `año ${at}`, kind })),
      rows: [...[0, 1].map((row) => kinds.map((kind) => PLAIN[kind][row]!)), ...rows],
    }));
  });

/** The bytes of a table's file. */
export const write = (table: Table, way: Way): Buffer => {
  const records = [
    table.columns.map(({ name }) => name),
    ...table.rows.map((cells) =>
      cells.map((cell, at) => cellText(cell, table.columns[at]!.kind, way)),
    ),
  ];
  const text = records
    .map((fields) => fields.map((field) => quoted(field, way)).join(way.delimiter) + way.end)
    .join("");
  const bytes = encoded(way.mark && way.encoding !== "windows-1252" ? `\ufeff${text}` : text, way);
  return way.gzip ? gzipSync(bytes) : bytes;
};

const cellText = (cell: Cell, kind: Kind, way: Way): string => {
  if (cell === null) return way.missing;
  switch (kind) {
    case "integer":
    case "number":
      return numberText(cell, way);
    case "boolean":
      return cell === "true" ? way.yes : way.no;
    case "date":
    case "timestamp":
      return dayText(cell, way);
    case "text":
      return cell;
  }
};

const numberText = (cell: string, { decimal, thousands }: Way): string => {
  const [, sign, whole, part] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(cell)!;
  const groups = whole!.replace(/\B(?=(\d{3})+$)/g, thousands ?? "");
  return sign! + groups + (part === undefined ? "" : decimal + part);
};

const dayText = (cell: string, { dateFormat }: Way): string => {
  const [, year, month, dayOf, rest] = /^(\d{4})-(\d\d)-(\d\d)(.*)$/.exec(cell)!;
  return dateFormat.replace("YYYY", year!).replace("MM", month!).replace("DD", dayOf!) + rest!;
};

const quoted = (field: string, { delimiter, quote, quoteAll }: Way): string => {
  const needs =
    quoteAll || field.includes(delimiter) || field.startsWith(quote) || /[\r\n]/.test(field);
  return needs || field.includes(quote)
    ? quote + field.replaceAll(quote, quote + quote) + quote
    : field;
};

const encoded = (text: string, { encoding }: Way): Buffer => {
  switch (encoding) {
    case "utf-8":
      return Buffer.from(text);
    case "utf-16le":
      return Buffer.from(text, "utf16le");
    case "utf-16be":
      return Buffer.from(text, "utf16le").swap16();
    case "windows-1252":
      return Buffer.from(text.replaceAll("€", "\u0080"), "latin1");
  }
};
