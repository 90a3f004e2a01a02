import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { openEngine } from "@despliega/trainer";
import type { PartFile } from "@despliega/trainer/engine/part-files.js";
import { writeRowParts } from "@despliega/trainer/engine/duckdb/part-writer.js";
import { pageRows } from "@despliega/trainer/engine/spark/page-rows.js";
import type { Page, PageColumn } from "@despliega/trainer/engine/spark/session.js";
import { expect, test } from "@jest/globals";

import { temporaryDirectory } from "../../support/temporary.js";
import { sha256 } from "../support/runs.js";

const ROWS = 985_000;
const PAGE = 10_000;

/** Row i of a table, as DuckDB computes it too. */
const columnsFrom = (from: number, rows: number): readonly PageColumn[] => {
  const of = <T>(value: (i: number) => T): T[] =>
    Array.from({ length: rows }, (_, at) => value(from + at));
  const isMissing = () => false;
  return [
    { name: "n", type: "BIGINT", values: BigInt64Array.from(of(BigInt)), isMissing },
    { name: "i", type: "INT", values: Int32Array.from(of((i) => i % 7)), isMissing },
    {
      ...{ name: "x", type: "DOUBLE", values: Float64Array.from(of((i) => i / 3)) },
      isMissing: (at) => (from + at) % 11 === 0,
    },
    { name: "b", type: "BOOLEAN", values: Uint8Array.from(of((i) => i % 2)), isMissing },
    {
      ...{ name: "t", type: "STRING", isMissing },
      values: of((i) => Buffer.from(["", "a", "ñ,"][i % 3]!)),
    },
    {
      ...{ name: "d", type: "DATE", isMissing },
      values: of((i) => Buffer.from(`2020-01-${String((i % 31) + 1).padStart(2, "0")}`)),
    },
    { name: "m", type: "DECIMAL", values: of((i) => Buffer.from(`${i}.50`)), isMissing },
  ];
};

const SELECT = `
  SELECT i AS n, (i % 7)::INTEGER AS i, CASE WHEN i % 11 > 0 THEN i / 3 END AS x, i % 2 = 1 AS b,
         ['', 'a', 'ñ,'][i % 3 + 1] AS t, DATE '2020-01-01' + (i % 31)::INTEGER AS d, (i + 0.5)::DECIMAL(20, 2) AS m
  FROM range(${ROWS}) AS r(i) ORDER BY n`;

const hashesOf = (parts: readonly PartFile[]): Promise<readonly string[]> =>
  Promise.all(parts.map(async ({ file }) => sha256(await readFile(file))));

test("pages become the parts that DuckDB writes of the same rows, byte for byte", async () => {
  async function* pages(): AsyncGenerator<Page> {
    for (let from = 0; from < ROWS; from += PAGE) {
      const rows = Math.min(PAGE, ROWS - from);
      yield { rows, columns: columnsFrom(from, rows) };
    }
  }
  const [ours, theirs] = [await temporaryDirectory(), await temporaryDirectory()];
  const parts = await writeRowParts(pageRows(pages()), (at) => join(ours, `${at}.parquet`));
  expect(parts.map(({ rows }) => rows)).toEqual([983_040, 1_960]);
  const engine = await openEngine({ memoryLimit: "300MB", spillDirectory: join(theirs, "spill") });
  try {
    const expected = await engine.writeParts(SELECT, (at) => join(theirs, `${at}.parquet`));
    expect(await hashesOf(parts)).toEqual(await hashesOf(expected));
  } finally {
    await engine.close();
  }
});

test("pages that break off end the writing with their error", async () => {
  async function* pages(): AsyncGenerator<Page> {
    yield { rows: 10, columns: columnsFrom(0, 10) };
    throw new Error("the session is gone");
  }
  const directory = await temporaryDirectory();
  await expect(writeRowParts(pageRows(pages()), (at) => join(directory, `${at}`))).rejects.toThrow(
    "the session is gone",
  );
});
