import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "@jest/globals";
import { inspectionText } from "@despliega/trainer/cli/inspection-text.js";
import type { Inspection } from "@despliega/trainer/pipeline/inspect.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { despliega, runCommand } from "../support/command-line.js";
import { spanishExport, vegaRows, type Row } from "../support/vega.js";

const fileOf = async (content: string | Uint8Array): Promise<string> => {
  const file = join(await temporaryDirectory(), "table.csv");
  await writeFile(file, content);
  return file;
};

const inspected = async (
  content: string | Uint8Array,
  ...options: readonly string[]
): Promise<Inspection> => {
  const file = await fileOf(content);
  const { code, lines } = await runCommand({}, "inspect", file, "--json", ...options);
  expect(code).toBe(0);
  expect(lines).toHaveLength(1);
  return lines[0] as unknown as Inspection;
};

/** Counts and range of a column of rows, in plain JavaScript. */
const factsOf = (rows: readonly Row[], name: string) => {
  const values = rows.flatMap((row) => row[name] ?? []);
  const facts = { name, missing: rows.length - values.length, distinct: new Set(values).size };
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === 0) return facts;
  return { ...facts, range: { min: Math.min(...numbers), max: Math.max(...numbers) } };
};

test.each(["cars", "penguins"] as const)(
  "of %s in a Spanish export, compressed, the facts of each column are those of its rows",
  async (name) => {
    const rows = vegaRows(name);
    const { columns, ...found } = await inspected(gzipSync(spanishExport(rows)));
    expect(found).toMatchObject({
      rows: rows.length,
      rejected: 0,
      compressed: true,
      format: { delimiter: ";", decimal: ",", missing: ["NA"] },
    });
    expect(columns).toMatchObject(columns.map(({ name: column }) => factsOf(rows, column)));
  },
);

test("cars have the types that people give them, and days of a format that Spain uses", async () => {
  const { columns, format } = await inspected(spanishExport(vegaRows("cars")));
  expect(format).toMatchObject({ dateFormat: "DD/MM/YYYY" });
  expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual({
    Name: "text",
    Miles_per_Gallon: "number",
    Cylinders: "integer",
    Displacement: "number",
    Horsepower: "integer",
    Weight_in_lbs: "integer",
    Acceleration: "number",
    Year: "date",
    Origin: "text",
  });
  expect(columns.at(-1)).toMatchObject({
    values: expect.arrayContaining([{ value: "USA", rows: 254 }]) as unknown,
  });
});

describe("of a file with columns of every kind", () => {
  const content =
    "id,same,again,name,customer_id,x\n" +
    [1, 2, 3, 4].map((id) => `${id},y,${id},Ana Pérez ${"I".repeat(id)},7,${id / 4}\n`).join("") +
    "5,y,5,Eva Gil,8\n";

  test("keys, constants, repeated columns, people and rows that are none are found", async () => {
    const { columns, rows, rejected } = await inspected(content);
    expect({ rows, rejected }).toEqual({ rows: 5, rejected: 1 });
    expect(columns).toMatchObject([
      { name: "id", isKey: true, isUnique: true, isConstant: false },
      { name: "same", isConstant: true, isKey: false },
      { name: "again", repeats: "id" },
      { name: "name", person: { kind: "name" } },
      { name: "customer_id", isKey: true, isUnique: false },
      { name: "x", isKey: false, range: { min: 0.25, max: 1 } },
    ]);
    expect(columns[2]).not.toHaveProperty("isConstant", true);
  });

  test("a text is a key up to 128 bytes of UTF-8", async () => {
    const rows = ["a", "b"].map((end) => `${"ñ".repeat(63)}x${end},${"ñ".repeat(64)}${end}\n`);
    const { columns } = await inspected(`short,long\n${rows.join("")}`);
    expect(columns).toMatchObject([
      { isKey: true, bytes: 128 },
      { isKey: false, bytes: 129 },
    ]);
  });

  test("no value of a person is told, on a terminal or elsewhere", async () => {
    const found = await inspected(content);
    for (const text of [JSON.stringify(found), inspectionText("table.csv", found, 80)])
      expect(text).not.toMatch(/Ana|Pérez|Eva/);
  });

  test("a terminal shows a line for each column, no wider than it is", async () => {
    const lines = inspectionText("table.csv", await inspected(content), 60).split("\n");
    expect(lines[0]).toBe("table.csv: 6 columns, 5 rows, 1 of which do not fit");
    expect(
      lines.filter((line) => /^(?:id|same|again|name|customer_id|x) /.test(line)),
    ).toHaveLength(6);
    for (const line of lines.slice(2, 9)) expect(line.length).toBeLessThanOrEqual(60);
    expect(lines.at(-1)).toBe("It is in the standard format: model.yaml needs no input.");
  });

  test("a terminal gets no control character of the file", async () => {
    const found = await inspected("id,\u001b[31mred\n1,\u001b[2Ja\n2,\u001b[2Ja\n");
    expect(inspectionText("t.csv", found, 80)).not.toContain("\u001b");
  });

  test("the format is told as model.yaml takes it", async () => {
    const found = await inspected("a;b\n1,5;x\n2,5;NA\n");
    expect(inspectionText("t.csv", found, 80)).toMatch(
      /In model\.yaml:\n {2}input: \{ delimiter: ;, decimal: ",", missing: \[ NA \] \}$/,
    );
  });
});

describe("what is known can be said", () => {
  const days = "id,day\n1,03/04/2024\n";

  test("a format of days where nothing decides", async () => {
    const file = await fileOf(days);
    const asked = await despliega({}, "inspect", file);
    expect(asked).toMatchObject({ code: 1, stdout: "" });
    expect(asked.stderr).toMatch(/^INPUT_DATE_AMBIGUOUS: .*--date-format\n$/);
    const { columns } = await inspected(days, "--date-format", "MM/DD/YYYY");
    expect(columns[1]).toMatchObject({ type: "date", range: { min: "2024-03-04" } });
  });

  test("marks and encoding", async () => {
    const { columns, format } = await inspected(
      Buffer.from("a|b\n1,5|\u00e1\n", "latin1"),
      ...["--delimiter", "|", "--decimal", ",", "--encoding", "latin-1"],
    );
    expect(format).toEqual({ delimiter: "|", decimal: ",", encoding: "latin-1" });
    expect(columns).toMatchObject([{ type: "number", range: { max: 1.5 } }, { type: "text" }]);
  });

  test("but nothing else", async () => {
    expect(await despliega({}, "inspect", "x", "--delimiter", "a")).toMatchObject({ code: 2 });
  });
});

test("columns that differ in case only, or have no name, are left out and told", async () => {
  const found = await inspected("a,A,,b\n1,2,3,4\n");
  expect(found).toMatchObject({
    clashing: ["A"],
    unnamed: [3],
    columns: [{ name: "a" }, { name: "b" }],
  });
  expect(inspectionText("t.csv", found, 80)).toMatch(/Column 3 has no name.*\nA is left out/);
});

test("a file that is not there is one line", async () => {
  const { code, stderr } = await despliega({}, "inspect", "/not/there.csv");
  expect(code).toBe(1);
  expect(stderr).toBe(
    "INPUT_UNREADABLE: /not/there.csv cannot be read (ENOENT): name a file that exists\n",
  );
});
