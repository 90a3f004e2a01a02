import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Column, Columns } from "@despliega/trainer/model/columns.js";
import { checkFormat } from "@despliega/trainer/model/check/input-format.js";
import { sniff, type Sniffed } from "@despliega/trainer/sources/sniff/sniff.js";
import fc from "fast-check";

import { openBench, type Bench } from "../ingest/support.js";
import { table, way, write, type Cell, type Kind } from "./written.js";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const sniffed = (content: string | Uint8Array, hints = {}): Promise<Sniffed> => {
  const file = join(bench.options.directory, "sniffed");
  writeFileSync(file, content);
  return sniff(file, hints, bench.options.directory);
};

/** A cell as one text, whatever type holds it. */
const plain = (cell: Cell, kind: Kind): Cell => {
  if (cell === null) return null;
  if (kind === "integer" || kind === "number") return String(Number(cell));
  return kind === "timestamp" && cell.length === 10 ? `${cell} 00:00:00` : cell;
};

test("random tables in random formats are the same tables when they are read as they were sniffed", () =>
  fc.assert(
    fc.asyncProperty(table, way, async (written, how) => {
      const content = write(written, how);
      const { format, columns } = await sniffed(content);
      expect(checkFormat(format)).toEqual([]);
      expect(columns.map(({ name, type }) => ({ name, type }))).toEqual(
        written.columns.map(({ name, kind }) => ({ name, type: kind })),
      );
      const read: Columns = Object.fromEntries(
        columns.map(({ name, type }) => [name, { type, optional: true } as Column]),
      );
      const { rows, rejected } = await bench.ingest(content, read, 0, format);
      expect(rejected).toBe(0);
      expect(rows).toEqual(
        written.rows.map((cells) =>
          cells.map((cell, at) => plain(cell, written.columns[at]!.kind)),
        ),
      );
    }),
    { numRuns: 80 },
  ));

test.each([
  ["lines that end with CR alone", "a,b\r1,2\r3,4\r", /CR alone: save it with LF or CRLF/],
  ["no header before the first row", "\n\n1,2\n", /line 1, is not a line of CSV: name the columns/],
])("of %s the cure is told", (_, content, message) =>
  expect(sniffed(content)).rejects.toMatchObject({
    code: "INPUT_HEADER",
    message: expect.stringMatching(message) as unknown,
  }),
);

test.each(["12345678Z", "ana@example.org"])(
  "a first row of a person's data, such as %s, is not told as names of columns",
  async (datum) => {
    const error: unknown = await sniffed(`1,${datum}\n2,x\n`).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "INPUT_HEADER" });
    expect(String(error)).toMatch(/field 2 of line 1 .*name the columns there/);
    expect(String(error)).not.toContain(datum);
  },
);

describe("days that could be two", () => {
  const file = "id,day\n1,03/04/2024\n2,05/06/2024\n";

  test("are asked about, without telling any", async () => {
    const error: unknown = await sniffed(file).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: "INPUT_DATE_AMBIGUOUS" });
    expect(String(error)).toMatch(
      /day can be read as DD\/MM\/YYYY and as MM\/DD\/YYYY.*--date-format/,
    );
    expect(String(error)).not.toContain("2024");
  });

  test.each(["DD/MM/YYYY", "MM/DD/YYYY"] as const)(
    "are %s when it is said so",
    async (dateFormat) => {
      expect(await sniffed(file, { dateFormat })).toMatchObject({
        format: { dateFormat },
        columns: [{ type: "integer" }, { type: "date" }],
      });
    },
  );

  test.each([
    ["a day after the 12th", `${file}3,25/01/2024\n`, "DD/MM/YYYY"],
    ["another column", "a,b\n03/04/2024,12/31/2023\n", "MM/DD/YYYY"],
    ["days that are the same either way", "a,b\n1,04/04/2024\n2,05/05/2024\n", "DD/MM/YYYY"],
    ["points between the numbers", "a,b\n1,03.04.2024\n2,05.06.2024\n", "DD.MM.YYYY"],
  ])("are decided by %s", async (_, content, dateFormat) => {
    expect((await sniffed(content)).format).toMatchObject({ dateFormat });
  });
});

describe("a column", () => {
  const typeOf = async (...values: readonly string[]) => {
    const { columns } = await sniffed(`k;v\n${values.map((value) => `w;${value}\n`).join("")}`);
    return columns[1]!.type;
  };

  test.each([
    ["whole numbers", ["7", "-12"], "integer"],
    ["whole numbers that a program wrote beside missing ones", ["7.0", "", "12.0"], "integer"],
    ["codes with leading zeros", ["007", "012"], "text"],
    ["numbers of more digits than a double has", ["4539578763621486", "4539578763621487"], "text"],
    ["numbers with an exponent", ["1e5", "2E-3"], "number"],
    ["zeros and ones", ["0", "1", "NA"], "boolean"],
    ["ones alone", ["1", "1"], "integer"],
    ["a single word of a boolean", ["no", "no"], "text"],
    ["words of a boolean and a third", ["sí", "no", "quizá"], "text"],
    ["days as digits", ["20240131", "20231201"], "date"],
    ["digits that are no days", ["20241331", "20231201"], "integer"],
    ["days that no calendar has", ["2024-13-31", "2024-31-12"], "text"],
    ["moments with a zone", ["2024-01-31T10:00:00Z", "2024-02-01 10:00:00+02:00"], "timestamp"],
    ["moments of twelve hours", ["1/31/2024 9:30 PM", "2/1/2024 12:00 AM"], "timestamp"],
    ["nothing", ["", "NA", "-"], "text"],
    ["years of two digits", ["31/01/24", "01/02/24"], "text"],
    [
      "a few wrong values among many numbers",
      [...Array.from({ length: 99 }, (_, i) => `${i}`), "x"],
      "integer",
    ],
    ["numbers among many words", ["a", "b", "3"], "text"],
    ["long texts", ["x".repeat(100), "y"], "text"],
  ] as const)("of %s is one of that type", async (_, values, type) => {
    expect(await typeOf(...values)).toBe(type);
  });
});

test.each([
  ["e-mail", "contact", "ana@example.org"],
  ["identity number", "doc", "12345678Z"],
  ["identity number", "doc", "X1234567L"],
  ["bank account", "cuenta", "ES91 2100 0418 4502 0005 1332"],
  ["bank account", "IBAN", "x"],
  ["name", "cliente", "Ana Pérez"],
  ["name", "apellidos", "x"],
  ["telephone", "Teléfono móvil", "600000000"],
  ["telephone", "contact", "+34 600 00 00 00"],
  ["address", "direccion", "x"],
])("%s is what %s holds", async (kind, name, value) => {
  const { columns } = await sniffed(`id,${name}\n1,${value}\n2,${value}\n`);
  expect(columns[1]!.person).toMatchObject({ kind });
});

test.each([
  ["Name", "chevrolet chevelle malibu"],
  ["doc", "12345678A"],
  ["cuenta", "ES9121000418450200051333"],
  ["nota", "Madrid"],
])("nothing of a person is what %s with %s holds", async (name, value) => {
  const { columns } = await sniffed(`id,${name}\n1,${value}\n2,${value}\n`);
  expect(columns[1]!.person).toBeUndefined();
});

describe("marks and words", () => {
  test.each([
    [
      "commas inside of fields with semicolons",
      "a;b\n1,5;x, y\n2,5;z\n",
      { delimiter: ";", decimal: "," },
    ],
    ["a comma as decimal mark in quotes", 'a,b\n"1,5",x\n"2,25",y\n', { decimal: "," }],
    ["a comma as mark of thousands in quotes", 'a,b\n"1,500",x\n"2,250",y\n', { thousands: "," }],
    [
      "quotes that are no quotes",
      'a\tb\n5" pipe\tx\n6" pipe\ty\n',
      { delimiter: "\t", quote: "none" },
    ],
    ["one column alone", "a\nx\ny\n", {}],
    ["a word for missing that another column has as a value", "a,b\nnone,1\nx,2\n", {}],
    ["the same word where a number lacks", "a,b\nnone,none\nx,2\n", { missing: ["none"] }],
    ["words for missing in two cases", "a,b\n1,NA\n2,na\n", { missing: ["NA", "na"] }],
  ])("%s", async (_, content, format) => {
    expect((await sniffed(content)).format).toEqual(format);
  });

  test("columns without a name are left out and told", async () => {
    expect(await sniffed(",a\n0,x\n1,y\n")).toMatchObject({
      unnamed: [1],
      columns: [{ name: "a" }],
    });
  });

  test("every finding has a reason", async () => {
    const { format, reasons, columns } = await sniffed("a;b\n1,5;NA\n2;sí\n3;no\n");
    for (const field of Object.keys(format).filter((name) => name !== "false"))
      expect(reasons).toHaveProperty(field);
    for (const { reason } of columns) expect(reason).not.toBe("");
  });
});

test.each([
  ["an empty file", "", "INPUT_EMPTY"],
  ["a header that is no record", "a\0,b\n", "INPUT_HEADER"],
  ["a workbook", "PK\u0003\u0004", "INPUT_FORMAT"],
])("%s is refused", async (_, content, code) => {
  await expect(sniffed(content)).rejects.toMatchObject({ code });
});
