import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { Columns } from "@despliega/trainer/model/columns.js";
import { openBench, type Bench } from "./support.js";

const COLUMNS: Columns = {
  loan_id: { type: "integer", unique: true },
  name: { type: "text", optional: true },
  loan_date: { type: "date", min: "2000-01-01", max: "2029-12-31" },
  amount: { type: "decimal", min: 0 },
};
const HEADER = "loan_id,name,loan_date,amount\n";
const ROWS = "1,Ana,2020-01-05,10.5\n2,,2020-01-06,20\n";
const TABLE = [
  ["1", "Ana", "2020-01-05", "10.5000000000"],
  ["2", null, "2020-01-06", "20.0000000000"],
];

const quoted = (field: string): string => (field.includes(",") ? `"${field}"` : field);

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const code = (code: string, message: RegExp) => ({
  code,
  message: expect.stringMatching(message) as unknown,
});

/** Ingests two good rows after the given ones and tells which lines were rejected, and why. */
const rejections = async (lines: string | Uint8Array, columns = COLUMNS) => {
  const file = Buffer.concat([Buffer.from(HEADER), Buffer.from(lines), Buffer.from(ROWS)]);
  const outcome = await bench.ingest(file, columns, 1);
  expect(outcome.read).toBe(outcome.kept + outcome.rejected);
  expect(outcome.rejections).toHaveLength(outcome.faults);
  return outcome.rejections;
};

describe("a file that is no input stops with one error and leaves no table", () => {
  const refused = async (content: string | Uint8Array, error: object) => {
    await expect(bench.ingest(content, COLUMNS)).rejects.toMatchObject(error);
    expect(await bench.tables()).toEqual([]);
  };

  test("an empty file", () => refused("", code("INPUT_EMPTY", /is empty/u)));

  test("a header only", () => refused(HEADER, code("INPUT_EMPTY", /no rows/u)));

  test("a header and blank lines", () =>
    refused(`${HEADER}\n\r\n\n`, code("INPUT_EMPTY", /no rows/u)));

  test("a missing column, which it names", () =>
    refused("loan_id,name,amount\n1,Ana,2\n", code("INPUT_HEADER", /lacks loan_date:/u)));

  test.each([
    ["semicolons", ";"],
    ["tabs", "\t"],
  ])("a header of %s, to which it says what separates columns", (_, separator) =>
    refused((HEADER + ROWS).replaceAll(",", separator), {
      code: "INPUT_HEADER",
      message: expect.stringMatching(
        /one field that holds semicolons or tabs: say in model.yaml what is between fields/u,
      ),
    }),
  );

  test("many missing columns, of which it names the first eight", async () => {
    const names = Array.from({ length: 11 }, (_, i) => `c${i}`);
    const columns: Columns = Object.fromEntries(names.map((name) => [name, { type: "text" }]));
    await expect(bench.ingest("c10\n1\n", columns)).rejects.toMatchObject(
      code("INPUT_HEADER", /lacks c0, c1, c2, c3, c4, c5, c6, c7, and 2 more:/u),
    );
  });

  test("a column twice", () =>
    refused("loan_id,name,loan_date,amount,name\n", code("INPUT_HEADER", /columns 2 and 5/u)));

  test("a header with an open quote", () =>
    refused(`"loan_id,name\n${ROWS}`, code("INPUT_HEADER", /not a line of CSV/u)));

  test("lines that end with CR alone", () =>
    refused((HEADER + ROWS).replaceAll("\n", "\r"), code("INPUT_HEADER", /CR alone/u)));

  test("another encoding than the model says", () =>
    refused(Buffer.from(`é${HEADER}${ROWS}`, "latin1"), code("INPUT_ENCODING", /UTF-8/u)));

  test("bytes that are no text", () =>
    refused(Buffer.of(7, 0, 0xff, 0xfe), code("INPUT_ENCODING", /UTF-8/u)));

  test.each([20, 60])("a compressed file that is cut short after %i bytes", (length) =>
    refused(
      gzipSync(HEADER + ROWS.repeat(9)).subarray(0, length),
      code("INPUT_COMPRESSED", /gzip/u),
    ),
  );

  test("a workbook of Excel, to which it says how to export", () =>
    refused(
      Buffer.from("PK\u0003\u0004rest"),
      code("INPUT_FORMAT", /save the sheet as CSV UTF-8/u),
    ));

  test.each([
    ["by Zstandard", Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 4, 0, 1, 0), /unpack it/u],
    ["by bzip2", Buffer.from("BZh91AY&SY"), /unpack it/u],
    ["by gzip twice", gzipSync(gzipSync(HEADER + ROWS)), /unpack it once/u],
  ])("a file that is compressed %s", (_, content, cure) =>
    refused(content, code("INPUT_FORMAT", cure)),
  );

  test("a PDF", () => refused("%PDF-1.4\n%\n", code("INPUT_FORMAT", /export its table as CSV/u)));

  test("what only looks like Parquet", () =>
    refused("PAR1 is not enough", code("INPUT_FORMAT", /damaged/u)));

  test("a line of more than 1 MiB", () =>
    refused(
      `${HEADER}${ROWS}3,${"x".repeat(2 ** 20)},2020-01-05,1\n`,
      code("INPUT_LINE_TOO_LONG", /line 4 /u),
    ));

  test("a file that does not exist", async () => {
    const model = { name: "test", inputs: [{ dataset: "a.csv", table: "a", columns: COLUMNS }] };
    await expect(
      ingestAll(bench.engine, model, [{ file: `${bench.input}.none` }], bench.options),
    ).rejects.toMatchObject(code("INPUT_UNREADABLE", /ENOENT/u));
  });

  test("a file without a header, whose first row no error repeats", async () => {
    const error: unknown = await bench.ingest("77,Eva,Eva,5\n", COLUMNS).catch((cause) => cause);
    expect(error).toMatchObject(code("INPUT_HEADER", /lacks loan_id, name, loan_date, amount:/u));
    expect(String(error)).not.toMatch(/Eva|77/u);
  });
});

describe("a file written in another way gives the same table", () => {
  const accepted = async (content: string) => {
    const outcome = await bench.ingest(content, COLUMNS, 0);
    expect(outcome).toMatchObject({ read: 2, kept: 2, rejected: 0, rows: TABLE });
    expect(readFileSync(bench.rejectedFile, "utf8")).toBe("dataset,line,column,reason\n");
    return outcome;
  };

  test("as it should be", async () => {
    expect(await accepted(HEADER + ROWS)).toMatchObject({
      table: { name: '"history"' },
      ignoredColumns: [],
      lastLineEnds: true,
    });
  });

  test("columns in another order, with others that are named as ignored", async () => {
    const file = "amount,x,name,loan_id,loan_date\n10.5,a,Ana,1,2020-01-05\n20,,,2,2020-01-06\n";
    expect((await accepted(file)).ignoredColumns).toEqual(["x"]);
  });

  test("a byte order mark", () => accepted(`\ufeff${HEADER}${ROWS}`));

  test("CRLF", () => accepted((HEADER + ROWS).replaceAll("\n", "\r\n")));

  test("blanks around the names of the header", () =>
    accepted((HEADER + ROWS).replace(HEADER, " loan_id, name,\tloan_date , amount\n")));

  test("blanks around values that are not free text", () =>
    accepted(HEADER + ROWS.replaceAll("2020", " 2020").replace("10.5", " 10.5 ")));

  test("the same name twice in columns that the model does not read", async () => {
    const file = `x,${HEADER.replace("\n", ",x\n")}${ROWS.replaceAll(/^.*$/gmu, (row) => row && `9,${row},9`)}`;
    expect((await accepted(file)).ignoredColumns).toEqual(["x", "x"]);
  });

  test("CRLF in the rows only", () => accepted(HEADER + ROWS.replaceAll("\n", "\r\n")));

  test("CRLF in the header only", () => accepted(HEADER.replace("\n", "\r\n") + ROWS));

  test("LF and CRLF mixed, with blank lines between and after", () =>
    accepted(`${HEADER}\n${ROWS.replace("\n", "\r\n\n\r\n")}\n\r\n`));

  test("every field quoted, the header too", () =>
    accepted((HEADER + ROWS).replaceAll(/[^,\n]+/gu, '"$&"')));

  test("no line break at the end, which the result tells", async () => {
    expect((await accepted((HEADER + ROWS).trimEnd())).lastLineEnds).toBe(false);
  });
});

describe("text is kept as it is", () => {
  const kept = async (field: string) =>
    (await bench.ingest(`${HEADER}1,${field},2020-01-05,1\n`, COLUMNS, 0)).rows[0]?.[1];

  test.each([
    ["commas inside quotes", '"a,b"', "a,b"],
    ["doubled quotes", '"say ""yes"""', 'say "yes"'],
    ["spaces", "  a ", "  a "],
    ["the word NULL", "NULL", "NULL"],
    ["a number sign", "#a", "#a"],
    ["a backslash", String.raw`a\n`, String.raw`a\n`],
    ["letters beyond ASCII", "Ñandú 東", "Ñandú 東"],
    ["line breaks inside quotes", '"a\r\n\n2,b\n"', "a\r\n\n2,b\n"],
    [
      "what looks like rows inside quotes",
      `"${"\n3,Eva,2020-01-05,1".repeat(5e4)}"`,
      "\n3,Eva,2020-01-05,1".repeat(5e4),
    ],
  ])("%s", async (_, field, expected) => {
    expect(await kept(field)).toBe(expected);
  });
});

test("a name of the header may hold a line break", async () => {
  const columns: Columns = { "loan\nid": { type: "integer" }, name: { type: "text" } };
  const outcome = await bench.ingest('"loan\nid",name\n1,Ana\nx,Eva\n', columns, 1);
  expect(outcome).toMatchObject({ read: 2, rows: [["1", "Ana"]] });
  expect(readFileSync(bench.rejectedFile, "utf8")).toMatch(
    /\nhistory\.csv,4,"loan\nid",not an INTEGER\n$/u,
  );
});

describe("a line that is no row is rejected with its number", () => {
  test("too few columns, as in the last line of a truncated file", async () => {
    const outcome = await bench.ingest(`${HEADER}${ROWS}3,Eva,2020-`, COLUMNS, 1);
    expect(outcome).toMatchObject({ read: 3, kept: 2, rejected: 1, lastLineEnds: false });
    expect(outcome.rejections).toEqual(["4:too few columns"]);
  });

  test("too many columns, be they 10,000", async () => {
    expect(await rejections(`${"9,".repeat(9_999)}9\n`)).toEqual(["2:too many columns"]);
  });

  test("not UTF-8", async () => {
    expect(await rejections(Buffer.from("3,José,2020-01-05,1\n", "latin1"))).toEqual([
      "2:not UTF-8",
    ]);
  });

  test("a NUL character", async () => {
    expect(await rejections("3,a\0b,2020-01-05,1\n")).toEqual(["2:NUL character"]);
  });

  test("of several lines, with the number of the first, and counts as one", async () => {
    expect(await rejections('3,"a\n4,Eva,2020-01-05,1\n\nb",2020-01-05\n5,,never,1\n')).toEqual([
      "2:too few columns",
      "6:not a DATE",
    ]);
  });

  test("CR inside a line", async () => {
    expect(await rejections("3,a\rb,2020-01-05,1\n")).toEqual(["2:line break inside a field"]);
  });

  test("a quote that is never closed, without those after it", async () => {
    expect(await rejections('3,"Eva,2020-01-05,1\n')).toEqual(["2:unclosed quote"]);
  });

  test("a quote in the middle of a field", async () => {
    expect(await rejections('3,Eva "E",2020-01-05,1\n3,"Eva" E,2020-01-05,1\n')).toEqual([
      "2:stray quote",
      "3:stray quote",
    ]);
  });
});

describe("a row with a value that does not fit is rejected with column and reason", () => {
  const reasonFor = async (column: Columns[string], field: string) => {
    const file = `k,v\n1,${field}\n2,\n`;
    const columns: Columns = { k: { type: "integer" }, v: { ...column, optional: true } };
    const outcome = await bench.ingest(file, columns, 1);
    if (outcome.rejected > 0)
      expect(readFileSync(bench.rejectedFile, "utf8")).toMatch(
        /^dataset,line,column,reason\nhistory\.csv,2,v,[^,]+\n$/u,
      );
    return outcome.rejections[0]?.slice(2) ?? outcome.rows[0]?.[1];
  };

  test.each(
    ["1_000", "15e-1", "59.5", "0x10", "1 0", "\u00a01", "one", "-", "١", "1,0"].map(quoted),
  )("integer: %s is none", async (field) => {
    expect(await reasonFor({ type: "integer" }, field)).toBe("not an INTEGER");
  });

  test.each(["-nan", "inf", "-Infinity", "1_0", "0x1p3", ".", "1e", "1.2.3", "1,5"].map(quoted))(
    "number: %s is none",
    async (field) => {
      expect(await reasonFor({ type: "number" }, field)).toBe("not a NUMBER");
      expect(await reasonFor({ type: "decimal" }, field)).toBe("not a NUMBER");
    },
  );

  test.each([
    "2020-1-5",
    "20200105",
    "2020/01/05",
    "05-01-2020",
    "2023-02-29",
    "0000-01-01",
    "epoch",
    "infinity",
    "10000-01-01",
    "2020-01-05 00:00:00",
    "2020-01-05T00:00:00Z",
    "2020-01-05Z",
  ])("date: %s is none", async (field) => {
    expect(await reasonFor({ type: "date" }, field)).toBe("not a DATE");
  });

  test.each([
    ["integer", { type: "integer" }, "9007199254740992"],
    ["integer", { type: "integer" }, "99999999999999999999"],
    ["integer", { type: "integer", min: 0, max: 9 }, "10"],
    ["number", { type: "number" }, "1e999"],
    ["number", { type: "number", min: 0 }, "-0.1"],
    ["decimal", { type: "decimal" }, "1e28"],
    ["decimal", { type: "decimal", max: 0.5 }, "0.5000000001"],
    ["date", { type: "date", min: "2020-01-01" }, "2019-12-31"],
    ["date", { type: "date", max: "2020-01-01" }, "2020-01-02"],
  ] as const)("%s: %o leaves %s out of range", async (_, column, field) => {
    expect(await reasonFor(column, field)).toBe("out of range");
  });

  test.each([
    [{ type: "integer" }, "-007", "-7"],
    [{ type: "integer" }, "0.0", "0"],
    [{ type: "integer" }, "1604.0", "1604"],
    [{ type: "integer" }, "1e+05", "100000"],
    [{ type: "integer" }, " 1\t", "1"],
    [{ type: "number" }, " 1.5 ", "1.5"],
    [{ type: "decimal" }, " 1.5 ", "1.5000000000"],
    [{ type: "date" }, " 2024-02-29 ", "2024-02-29"],
    [{ type: "text", values: ["Y"] }, " Y", "Y"],
    [{ type: "integer" }, "+9007199254740991", "9007199254740991"],
    [{ type: "number" }, "-.5E+1", "-5"],
    [{ type: "decimal" }, "0.00000000005", "0.0000000001"],
    [{ type: "decimal" }, "123456789.1234567891", "123456789.1234567891"],
    [{ type: "decimal", min: 0 }, "-0.00000000004999", "0.0000000000"],
    [{ type: "date" }, "2024-02-29", "2024-02-29"],
  ] as const)("%o takes %s", async (column, field, value) => {
    expect(await reasonFor(column, field)).toBe(value);
  });

  test("text that is not one of the allowed values or too long", async () => {
    expect(await reasonFor({ type: "text", values: ["it's"] }, "its")).toBe(
      "not one of the allowed values",
    );
    expect(await reasonFor({ type: "text", maxLength: 2 }, "añb")).toBe("too long");
  });

  test("an empty field of a column that is not optional, quoted or not", async () => {
    expect(await rejections(',Eva,2020-01-05,1\n3,Eva,"",1\n')).toEqual(["2:missing", "3:missing"]);
  });

  test.each([
    { type: "integer" },
    { type: "number" },
    { type: "decimal" },
    { type: "date" },
    { type: "text", values: ["Y"] },
  ] as const)("%o has no value where a field is NaN or blank", async (column) => {
    const columns: Columns = { k: { type: "integer" }, v: { ...column, optional: true } };
    const kept = await bench.ingest("k,v\n1,NaN\n2, nan\n3,  \n", columns, 0);
    expect(kept.rows).toEqual([1, 2, 3].map((k) => [`${k}`, null]));
    const required: Columns = { k: { type: "integer" }, v: column };
    await expect(bench.ingest("k,v\n1,NaN\n2, nan\n3,  \n", required, 1)).rejects.toMatchObject(
      code("INPUT_REJECTED", /v missing \(3, first on line 2\)/u),
    );
  });

  test("every unfit column has a reason of its own, in the model's order", async () => {
    await rejections("x,Eva,y,z\n");
    expect(readFileSync(bench.rejectedFile, "utf8")).toBe(
      "dataset,line,column,reason\nhistory.csv,2,loan_id,not an INTEGER\n" +
        "history.csv,2,loan_date,not a DATE\nhistory.csv,2,amount,not a NUMBER\n",
    );
  });
});

describe("a unique value", () => {
  test("belongs to the first row that has it and fits", async () => {
    const lines = "7,Eva,bad,1\n07,Ana,2020-01-05,1\n7,Leo,2020-01-05,1\n1,Leo,2020-01-05,1\n";
    expect(await rejections(lines)).toEqual(["2:not a DATE", "4:duplicate", "6:duplicate"]);
  });

  test("may be empty many times where it is optional", async () => {
    const columns: Columns = { a: { type: "text", optional: true, unique: true } };
    const outcome = await bench.ingest("a,b\n,1\n,2\nx,3\nx,4\n", columns, 1);
    expect(outcome.rows).toEqual([[null], [null], ["x"]]);
    expect(outcome.rejections).toEqual(["5:duplicate"]);
  });
});

describe("the share of rejected rows", () => {
  const file = (bad: number) =>
    HEADER +
    Array.from(
      { length: 100 },
      (_, at) => `${at},Eva,${at < bad ? "secret" : "2020-01-05"},1\n`,
    ).join("");

  test("may reach its limit", async () => {
    expect(await bench.ingest(file(29), COLUMNS, 0.29)).toMatchObject({ kept: 71, rejected: 29 });
    expect(await bench.ingest(file(1), COLUMNS)).toMatchObject({ kept: 99, rejected: 1 });
  });

  test("stops the run beyond it, with the rejected rows written and no value told", async () => {
    const error: unknown = await bench.ingest(file(2), COLUMNS).catch((cause) => cause);
    expect(error).toMatchObject(
      code(
        "INPUT_REJECTED",
        /2 of 100 rows do not fit \(limit 1 %\): loan_date not a DATE \(2, first on line 2\); fix them/u,
      ),
    );
    expect(String(error)).not.toMatch(/secret|Eva/u);
    expect(await bench.tables()).toEqual([]);
    expect(readFileSync(bench.rejectedFile, "utf8")).toBe(
      "dataset,line,column,reason\nhistory.csv,2,loan_date,not a DATE\nhistory.csv,3,loan_date,not a DATE\n",
    );
  });

  test("is told with every column that does not fit, so that all can be fixed at once", async () => {
    const lines = "x,Eva,2020-1-5,1\n3,Eva,2020-01-05,\ny,Eva,never,-1\n";
    const error: unknown = await bench.ingest(HEADER + lines + ROWS, COLUMNS).catch((e) => e);
    const reasons = readFileSync(bench.rejectedFile, "utf8").trimEnd().split("\n").slice(1);
    expect(reasons).toEqual([
      "history.csv,2,loan_id,not an INTEGER",
      "history.csv,2,loan_date,not a DATE",
      "history.csv,3,amount,missing",
      "history.csv,4,loan_id,not an INTEGER",
      "history.csv,4,loan_date,not a DATE",
      "history.csv,4,amount,out of range",
    ]);
    expect(error).toMatchObject(
      code(
        "INPUT_REJECTED",
        /3 of 5 rows do not fit .*: loan_date not a DATE \(2, first on line 2\); loan_id not an INTEGER \(2, first on line 2\); amount missing \(1, first on line 3\); amount out of range \(1, first on line 4\); fix them/u,
      ),
    );
  });

  test("never lets a run go on without a row", async () => {
    await expect(bench.ingest(file(100), COLUMNS, 1)).rejects.toMatchObject({
      code: "INPUT_REJECTED",
    });
  });
});

test("the table has the model's columns in its order and types", async () => {
  await bench.ingest("d,c,b,a,e\n2020-01-05,1,1,1,x\n", {
    a: { type: "integer" },
    b: { type: "number" },
    c: { type: "decimal" },
    d: { type: "date" },
    e: { type: "text" },
  });
  expect(
    await bench.engine.rows(
      "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'history' ORDER BY column_index",
    ),
  ).toEqual([
    { column_name: "a", data_type: "BIGINT" },
    { column_name: "b", data_type: "DOUBLE" },
    { column_name: "c", data_type: "DECIMAL(38,10)" },
    { column_name: "d", data_type: "DATE" },
    { column_name: "e", data_type: "VARCHAR" },
  ]);
});

test("a header of 10,000 columns is read", async () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `h${at}`);
  const outcome = await bench.ingest(`${names.join()}\n${names.join()}\n`, {
    h9999: { type: "text" },
  });
  expect(outcome.rows).toEqual([["h9999"]]);
  expect(outcome.ignoredColumns).toHaveLength(9_999);
});

test("a path that looks like a pattern or a compressed file is read as it is", async () => {
  writeFileSync(bench.input, HEADER + ROWS);
  const file = join(dirname(bench.input), "it's [1] k=v *?.csv.gz");
  renameSync(bench.input, file);
  const definition = { dataset: "a.csv", table: 'quoted " table', columns: COLUMNS };
  const model = { name: "test", inputs: [definition] };
  const result = await ingestAll(bench.engine, model, [{ file }], bench.options);
  expect(result).toMatchObject({ kept: 2, rejected: 0 });
});

test.each([1, 2, 8])("%i threads give the same rows in the file's order", async (threads) => {
  const other = await openBench(threads);
  try {
    const lines = Array.from({ length: 60_000 }, (_, at) =>
      at % 500 === 3 ? `${at},"Eva\n` : `${(at * 7919) % 50_021},"a,${at}",2020-01-05,${at}.25\n`,
    );
    const {
      rows,
      rejections: found,
      read,
    } = await other.ingest(HEADER + lines.join(""), COLUMNS, 1);
    const first = new Set<number>();
    const expected = lines.flatMap((_, at) => {
      const id = (at * 7919) % 50_021;
      if (at % 500 === 3 || first.has(id)) return [];
      first.add(id);
      return [[`${id}`, `a,${at}`, "2020-01-05", `${at}.2500000000`]];
    });
    // One text, as jest takes seconds to compare as many rows.
    expect(JSON.stringify(rows)).toBe(JSON.stringify(expected));
    expect(read).toBe(60_000);
    expect(found).toHaveLength(60_000 - expected.length);
  } finally {
    await other.close();
  }
});

test("nothing but the rejected file is left beside it", async () => {
  await rejections("bad\n");
  expect(existsSync(bench.rejectedFile)).toBe(true);
  expect(
    readdirSync(dirname(bench.rejectedFile)).filter((name) => name.startsWith("ingest-")),
  ).toEqual([]);
});
