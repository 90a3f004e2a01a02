import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { Columns } from "@despliega/trainer/model/columns.js";
import type { InputFormat } from "@despliega/trainer/model/input-format.js";

import { testKeys } from "../support/keys.js";
import { openBench, type Bench } from "./support.js";

const COLUMNS: Columns = {
  id: { type: "integer" },
  ciudad: { type: "text", optional: true },
  alta: { type: "date", optional: true },
  visto: { type: "timestamp", optional: true },
  saldo: { type: "number", optional: true },
  activo: { type: "boolean", optional: true },
};
const TABLE = [
  ["1", "Ñandú, €", "2020-01-31", "2020-01-31 09:30:00", "1234.5", "true"],
  ["2", 'la "otra"', "2020-02-01", "2020-02-01 00:00:00", "-7", "false"],
  ["3", null, null, null, null, null],
];
const STANDARD = `id,ciudad,alta,visto,saldo,activo
1,"Ñandú, €",2020-01-31,2020-01-31 09:30,1234.5,true
2,"la ""otra""",2020-02-01,2020-02-01,-7,FALSE
3,,,,,
`;
const SPANISH = `id;ciudad;alta;visto;saldo;activo
1;Ñandú, €;31/1/2020;31/01/2020 9:30;1.234,5;sí
2;"la ""otra""";01/02/2020;01/02/2020;-7;NO
NA;;;;;
3;NA;-;NA; NA ;NA
`;
const SPANISH_FORMAT: InputFormat = {
  delimiter: ";",
  decimal: ",",
  thousands: ".",
  dateFormat: "DD/MM/YYYY",
  missing: ["NA", "-"],
  true: ["sí"],
  false: ["no"],
};

const keys = testKeys("k1");

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(undefined, keys);
});
afterAll(() => bench.close());

const utf16 = (text: string, bigEndian: boolean): Buffer => {
  const bytes = Buffer.from(text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};

/** Windows-1252, as far as this file needs it. */
const windows1252 = (text: string): Buffer => Buffer.from(text.replaceAll("€", "\u0080"), "latin1");

describe("one table comes of every way to write it", () => {
  test.each<[string, string | Uint8Array, InputFormat]>([
    ["the standard format", STANDARD, {}],
    ["the standard format, said in full", STANDARD, { format: "csv", delimiter: ",", quote: '"' }],
    ["gzip", gzipSync(STANDARD), {}],
    [
      "gzip in two members",
      Buffer.concat([gzipSync(STANDARD.slice(0, 70)), gzipSync(STANDARD.slice(70))]),
      {},
    ],
    ["UTF-16 that a mark announces", utf16(`\ufeff${STANDARD}`, false), {}],
    ["UTF-16 of the other order, compressed", gzipSync(utf16(`\ufeff${STANDARD}`, true)), {}],
    ["UTF-16 without a mark", utf16(STANDARD, true), { encoding: "utf-16be" }],
    ["Windows-1252", windows1252(STANDARD), { encoding: "windows-1252" }],
    ["Latin-1, which is read as Windows-1252", windows1252(STANDARD), { encoding: "latin-1" }],
    ["UTF-8 with a mark, whatever the model says", `\ufeff${STANDARD}`, { encoding: "latin-1" }],
    ["tabs", STANDARD.replaceAll(/,(?! )/g, "\t"), { delimiter: "\t" }],
    [
      "another quote",
      STANDARD.replaceAll(/"(Ñ[^"]*)"/g, "'$1'")
        .replaceAll('""', '"')
        .replace('"la "otra""', `'la "otra"'`),
      { quote: "'" },
    ],
    [
      "no quote at all",
      STANDARD.replace('"Ñandú, €"', "Ñandú, €")
        .replace('"la ""otra"""', 'la "otra"')
        .replaceAll(/,(?! )/g, "|"),
      { delimiter: "|", quote: "none" },
    ],
    [
      "days of the United States",
      STANDARD.replaceAll(/(\d{4})-(\d\d)-(\d\d)/g, "$2/$3/$1").replace("09:30", "9:30 AM"),
      { dateFormat: "MM/DD/YYYY" },
    ],
  ])("%s", async (_, content, format) => {
    const { rows, rejected } = await bench.ingest(content, COLUMNS, 0, format);
    expect({ rows, rejected }).toEqual({ rows: TABLE, rejected: 0 });
  });

  test("a Spanish export, of which a row without a key is rejected under its line", async () => {
    const content = gzipSync(windows1252(SPANISH.replaceAll("\n", "\r\n")));
    const format: InputFormat = { ...SPANISH_FORMAT, encoding: "windows-1252" };
    const outcome = await bench.ingest(content, COLUMNS, 1, format);
    expect(outcome).toMatchObject({ rows: TABLE, read: 4, kept: 3, rejections: ["4:missing"] });
  });
});

describe("what is not written as the model says is rejected", () => {
  const reasonOf = async (
    type: "integer" | "number" | "date" | "timestamp" | "boolean",
    field: string,
    format: InputFormat,
  ) => {
    const file = `k;v\n1;${field}\n2;\n`;
    const columns: Columns = { k: { type: "integer" }, v: { type, optional: true } };
    const outcome = await bench.ingest(file, columns, 1, { delimiter: ";", ...format });
    return outcome.rejections[0]?.slice(2) ?? outcome.rows[0]?.[1];
  };
  const spanish: InputFormat = { decimal: ",", thousands: "." };

  test.each<["integer" | "number", string, InputFormat, string]>([
    ["number", "1.5", spanish, "not a NUMBER"],
    ["number", "1.2345", spanish, "not a NUMBER"],
    ["number", "1,234.5", spanish, "not a NUMBER"],
    ["number", "1,5", {}, "not a NUMBER"],
    ["number", "1 234", spanish, "not a NUMBER"],
    ["number", "?", spanish, "not a NUMBER"],
    ["integer", "1,5", spanish, "not an INTEGER"],
    ["number", "-1.234.567,25", spanish, "-1234567.25"],
    ["number", "1,5E+03", spanish, "1500"],
    ["number", ",5", spanish, "0.5"],
    ["number", " NaN ", spanish, null as never],
    ["integer", "1.234", spanish, "1234"],
    ["integer", "1.234,0", spanish, "1234"],
    ["integer", "1\u202f234\u00a0567", { thousands: " " }, "1234567"],
    ["number", "1’234'567.5", { thousands: "'" }, "1234567.5"],
  ])("%s %s", async (type, field, format, expected) => {
    expect(await reasonOf(type, field, format)).toBe(expected);
  });

  test.each<["date" | "timestamp", string, InputFormat["dateFormat"], string]>([
    ["date", "31/02/2020", "DD/MM/YYYY", "not a DATE"],
    ["date", "12/31/2020", "DD/MM/YYYY", "not a DATE"],
    ["date", "2020-01-05", "DD/MM/YYYY", "not a DATE"],
    ["date", "5.1.20", "DD.MM.YYYY", "not a DATE"],
    ["date", "05.01.2020 10:00", "DD.MM.YYYY", "not a DATE"],
    ["date", "20200105", "YYYYMMDD", "2020-01-05"],
    ["date", "5.1.2020", "DD.MM.YYYY", "2020-01-05"],
    ["date", "2020-1-5", "YYYY-MM-DD", "not a DATE"],
    ["timestamp", "05.01.2020 25:00", "DD.MM.YYYY", "not a TIMESTAMP"],
    ["timestamp", "05.01.2020 13:00 PM", "DD.MM.YYYY", "not a TIMESTAMP"],
    ["timestamp", "05.01.2020 10:61", "DD.MM.YYYY", "not a TIMESTAMP"],
    ["timestamp", "05.01.2020 10:00:07.25", "DD.MM.YYYY", "2020-01-05 10:00:07.25"],
    ["timestamp", "1/5/2020 12:05 am", "MM/DD/YYYY", "2020-01-05 00:05:00"],
    ["timestamp", "1/5/2020 12:05 pm", "MM/DD/YYYY", "2020-01-05 12:05:00"],
    ["timestamp", "05.01.2020T10:00:00+02:00", "DD.MM.YYYY", "2020-01-05 08:00:00"],
    ["timestamp", "2020-01-05T10:00:00Z", undefined, "2020-01-05 10:00:00"],
    ["timestamp", "0000-01-05", undefined, "not a TIMESTAMP"],
    ["timestamp", "2020-02-30 10:00", undefined, "not a TIMESTAMP"],
  ])("%s %s of %s", async (type, field, dateFormat, expected) => {
    expect(await reasonOf(type, field, dateFormat ? { dateFormat } : {})).toBe(expected);
  });

  test.each([
    ["TRUE", {}, "true"],
    ["0", {}, "false"],
    ["yes", {}, "not a BOOLEAN"],
    ["S", { true: ["s"], false: ["n"] }, "true"],
    ["true", { true: ["s"], false: ["n"] }, "not a BOOLEAN"],
  ] as const)("boolean %s", async (field, format, expected) => {
    expect(await reasonOf("boolean", field, format)).toBe(expected);
  });

  test("half a character of UTF-16, a NUL character and a cut last line", async () => {
    const text = STANDARD.replace("Ñ", "\ud800").replace("otra", "o\0ra");
    const { rejections } = await bench.ingest(
      utf16(`\ufeff${text}9`, false).subarray(0, -1),
      COLUMNS,
      1,
    );
    expect(rejections).toEqual(["2:not UTF-16LE", "3:NUL character", "5:not UTF-16LE"]);
  });

  test("bounds of a timestamp are days, the last one whole", async () => {
    const columns: Columns = { v: { type: "timestamp", min: "2020-01-01", max: "2020-01-31" } };
    const file = "v\n2019-12-31 23:59\n2020-01-01\n2020-01-31 23:59\n2020-02-01\n";
    const { rejections } = await bench.ingest(file, columns, 1);
    expect(rejections).toEqual(["2:out of range", "5:out of range"]);
  });
});

test("text keeps its blanks, and a missing word counts however many are around it", async () => {
  const columns: Columns = { k: { type: "integer" }, v: { type: "text", optional: true } };
  const file = "k;v\n1; a \n2;  \n3; NA\n4;NaN\n5;na\n";
  const { rows } = await bench.ingest(file, columns, 0, { delimiter: ";", missing: ["NA"] });
  expect(rows.map(([, text]) => text)).toEqual([" a ", "  ", null, "NaN", "na"]);
});

test("people are hidden in every format, and a missing word is nobody", async () => {
  const columns: Columns = {
    who: { type: "text", person: "identifier", optional: true },
    age: { type: "integer" },
  };
  const [standard] = (await bench.ingest("who,age\nAna,1\n", columns)).rows;
  const { rows } = await bench.ingest("age;who\n1;Ana\n1.000;NA\n", columns, 0, {
    ...SPANISH_FORMAT,
  });
  expect(rows).toEqual([standard, [null, "1000"]]);
});

describe("Parquet", () => {
  const write = async (query: string): Promise<Buffer> => {
    const file = join(bench.options.directory, "made.parquet");
    await bench.engine.run(`COPY (${query}) TO '${file}' (FORMAT parquet)`);
    return readFileSync(file);
  };

  test("gives the same table, days that a program keeps as moments among it", async () => {
    const file = await write(`
      SELECT * FROM (VALUES
        (1::TINYINT, 'Ñandú, €', TIMESTAMP '2020-01-31', TIMESTAMPTZ '2020-01-31 09:30:00+00', 1234.5::FLOAT, true, [1]),
        (2, 'la "otra"', TIMESTAMP '2020-02-01', TIMESTAMPTZ '2020-02-01 00:00:00+00', -7, false, [2]),
        (3, NULL, NULL, NULL, 'NaN', NULL, NULL)
      ) AS t(id, ciudad, alta, visto, saldo, activo, others)`);
    const outcome = await bench.ingest(file, COLUMNS, 0);
    expect(outcome).toMatchObject({ rows: TABLE, ignoredColumns: ["others"] });
  });

  test("rows are checked as those of a CSV, and numbered from 1", async () => {
    const file = await write(
      "SELECT CASE WHEN i % 2 = 0 THEN i::VARCHAR WHEN i = 5 THEN E'a\\nb' ELSE 'x' END AS id FROM range(8) AS t(i)",
    );
    const columns: Columns = {
      id: { type: "integer" },
      other: { type: "text", absent: "allowed" },
    };
    const outcome = await bench.ingest(file, columns, 1);
    expect(outcome.rejections).toEqual([2, 4, 6, 8].map((row) => `${row}:not an INTEGER`));
    await expect(bench.ingest(file, columns, 0)).rejects.toMatchObject({
      message: expect.stringMatching(/id not an INTEGER \(4, first on row 2\)/) as unknown,
    });
  });

  test("a row without any value is a row", async () => {
    const file = await write("SELECT NULLIF(i, 1) AS v FROM range(3) AS t(i)");
    const { read, rows } = await bench.ingest(file, { v: { type: "integer", optional: true } }, 0);
    expect({ read, rows }).toEqual({ read: 3, rows: [["0"], [null], ["2"]] });
  });

  test("people are hidden, and words of a model count", async () => {
    const file = await write("SELECT * FROM (VALUES ('Ana', '-'), ('-', 'S')) AS t(who, v)");
    const columns: Columns = {
      who: { type: "text", person: "identifier", optional: true },
      v: { type: "boolean", optional: true },
    };
    const format: InputFormat = { missing: ["-"], true: ["s"], false: ["n"] };
    const { rows } = await bench.ingest(file, columns, 0, format);
    expect(rows).toEqual([
      [expect.stringMatching(/^k1\./), null],
      [null, "true"],
    ]);
  });

  test.each([
    ["a CSV that the model calls Parquet", STANDARD, { format: "parquet" as const }, /is csv/],
    ["a Parquet file that is cut short", "PAR1", {}, /damaged/],
  ])("%s is refused", async (_, content, format, message) => {
    await expect(bench.ingest(content, COLUMNS, 0, format)).rejects.toMatchObject({
      code: "INPUT_FORMAT",
      message: expect.stringMatching(message) as unknown,
    });
  });

  test("without any column of the model is refused", async () => {
    await expect(bench.ingest(await write("SELECT 1 AS x"), COLUMNS, 0)).rejects.toMatchObject({
      code: "INPUT_HEADER",
    });
  });
});

test("tells how many bytes of the file were read", async () => {
  const file = join(bench.options.directory, "told.csv");
  writeFileSync(file, gzipSync(SPANISH));
  let bytes = 0;
  await ingestAll(
    bench.engine,
    {
      name: "test",
      inputs: [{ dataset: "a.csv", table: "a", columns: COLUMNS, input: SPANISH_FORMAT }],
    },
    [{ file }],
    { ...bench.options, maxRejected: 1, onBytes: (_, count) => (bytes += count) },
  );
  expect(bytes).toBe(gzipSync(SPANISH).length);
});
