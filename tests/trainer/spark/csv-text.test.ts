import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "@despliega/trainer/engine/engine.js";
import { csvText, doubleText } from "@despliega/trainer/engine/spark/csv-text.js";
import type { Page } from "@despliega/trainer/engine/spark/session.js";
import { openEngine } from "@despliega/trainer";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";

import { temporaryDirectory } from "../../support/temporary.js";

let duckdb: Engine;
let directory: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
  duckdb = await openEngine({ memoryLimit: "300MB", spillDirectory: join(directory, "spill") });
});
afterAll(() => duckdb.close());

/** What DuckDB writes for values, each a line without the header. */
const written = async (select: string): Promise<string> => {
  const file = join(directory, "written.csv");
  await duckdb.writeCsv(select, file, { header: false });
  return readFile(file, "utf8");
};

test("doubles are written as DuckDB writes them", async () => {
  const sample = fc.sample(fc.double({ noNaN: true }), { numRuns: 3_000, seed: 1 });
  const powers = Array.from({ length: 60 }, (_, i) => 1.5 * 10 ** (i - 30));
  const values = [
    ...sample,
    ...powers,
    0,
    -0,
    1,
    1e15,
    1e16,
    123_456_789_012_345_680,
    0.0001,
    1e-5,
  ];
  const table = await duckdb.tableOf({ x: Float64Array.from(values) });
  const found = await written(`SELECT x FROM ${table.name} ORDER BY place`);
  expect(values.map((value) => `${doubleText(value)}\n`).join("")).toBe(found);
});

test("texts are quoted as DuckDB quotes them, and a missing value is empty", async () => {
  const texts = [
    "a",
    "",
    " ",
    "a,b",
    'say "so"',
    "two\nlines",
    "cr\r",
    "'x'",
    "#1",
    "NULL",
    "é;\t",
  ];
  const literals = texts.map((text, i) => `(${i}, '${text.replaceAll("'", "''")}')`);
  const found = await written(
    `SELECT t FROM (VALUES ${literals.join()}, (99, NULL)) AS v(i, t) ORDER BY i`,
  );
  const page: Page = {
    rows: texts.length + 1,
    columns: [
      {
        name: "t",
        type: "STRING",
        values: [...texts, ""].map((text) => Buffer.from(text)),
        isMissing: (row) => row === texts.length,
      },
    ],
  };
  async function* pages() {
    yield page;
  }
  const lines: string[] = [];
  for await (const text of csvText(pages(), false)) lines.push(text);
  expect(lines.join("")).toBe(found);
});
