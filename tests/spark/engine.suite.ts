import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { openEngine } from "@despliega/trainer";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";

/** What every engine does. */
export const describeEngine = (now: () => Engine): void => {
  test("tables keep types, and texts with quotes and backslashes", async () => {
    const engine = now();
    const { cast } = engine.dialect;
    const table = await engine.table<"n" | "x" | "t">(
      `SELECT ${cast("9007199254740993", "bigint")} AS n, 0.1e0 AS x, 'it''s a\\b "c"' AS t,
              DATE '2020-02-29' AS d, true AS b`,
    );
    expect(await engine.columnsOf(table)).toEqual(["n", "x", "t", "d", "b"]);
    const kinds = ["integer", "number", "text", "day", "boolean"];
    for (const [i, name] of ["n", "x", "t", "d", "b"].entries())
      expect(await engine.kindOf(table, name)).toBe(kinds[i]);
    expect(
      await engine.row(`SELECT x, t, b, ${cast("n", "text")} AS n FROM ${table.name}`),
    ).toEqual({
      x: 0.1,
      t: `it's a\\b "c"`,
      b: true,
      n: "9007199254740993",
    });
    await engine.drop(table, table);
    await expect(engine.rows(`SELECT * FROM ${table.name}`)).rejects.toThrow();
  });

  test("a stream has every row in its order, and says what is missing", async () => {
    const engine = now();
    const { cast } = engine.dialect;
    const count = 70_000;
    const numbers = await engine.tableOf({
      x: Float64Array.from({ length: count }, (_, i) => (i === 5 ? -1.5e-300 : i / 3)),
    });
    const seen = { rows: 0, sum: 0n, nulls: 0, texts: 0, third: NaN };
    for await (const { rows, columns } of engine.stream(
      `SELECT place, CASE WHEN place % 2 = 0 THEN x END AS x, ${cast("place", "text")} AS t
       FROM ${numbers.name} ORDER BY place`,
    )) {
      for (let row = 0; row < rows; row++) seen.sum += (columns[0]!.values as BigInt64Array)[row]!;
      if (seen.rows === 0) seen.third = (columns[1]!.values as Float64Array)[5]!;
      seen.rows += rows;
      seen.nulls += columns[1]!.nulls;
      seen.texts += (columns[2]!.values as { offsets: Int32Array }).offsets[rows]!;
    }
    const digits = Array.from({ length: count }, (_, i) => String(i + 1).length);
    expect(seen).toEqual({
      rows: count,
      sum: BigInt((count * (count + 1)) / 2),
      nulls: count / 2,
      texts: digits.reduce((all, each) => all + each, 0),
      third: -1.5e-300,
    });
    await engine.drop(numbers);
  });

  test("quantiles are those of the same ranks", async () => {
    const engine = now();
    const { item, quantile, quantiles, quantileBetween } = engine.dialect;
    const values = Float64Array.from({ length: 100 }, (_, i) => Math.sin(i) * 10);
    const table = await engine.tableOf({ x: values });
    const shares = [0.005, 0.07, 0.25, 0.5, 0.75, 0.93, 0.995];
    const row = await engine.row<Record<string, number>>(
      `SELECT ${shares.map((share, i) => `${quantile("x", share)} AS q${i}, ${quantileBetween("x", share)} AS b${i}`).join()}
       FROM ${table.name}`,
    );
    const listed = await engine.row<Record<string, number>>(`
      SELECT ${shares.map((_, i) => `${item("list", i)} AS q${i}`).join()}
      FROM (SELECT ${quantiles("x", shares)} AS list FROM ${table.name})`);
    const sorted = values.toSorted();
    for (const [i, share] of shares.entries()) {
      expect(listed[`q${i}`]).toBe(row[`q${i}`]);
      expect(row[`q${i}`]).toBe(sorted[Math.ceil(Number((share * 100).toFixed(6))) - 1]);
      const place = share * 99;
      const [low, rest] = [Math.floor(place), place - Math.floor(place)];
      expect(row[`b${i}`]).toBe(sorted[low]! * (1 - rest) + sorted[Math.ceil(place)]! * rest);
    }
    await engine.drop(table);
  });

  test("repeated values are counted, of all rows or of some", async () => {
    const engine = now();
    const rows = "(1, true), (2, true), (2, true), (2, false), (NULL, true), (NULL, true)";
    const table = await engine.table(`SELECT * FROM (VALUES ${rows}) AS v(n, keep)`);
    expect(await engine.repeated(table, "n")).toBe(2);
    expect(await engine.repeated(table, "n", "keep")).toBe(1);
    await engine.drop(table);
  });

  test("a day that is set is read by SQL, and a later one takes its place", async () => {
    const engine = now();
    const read = () =>
      engine.row(`SELECT ${engine.dialect.cast("getvariable('as_of')", "text")} AS day`);
    await engine.setDay("as_of", "2020-02-29");
    expect(await read()).toEqual({ day: "2020-02-29" });
    await engine.setDay("as_of", null);
    expect(await read()).toEqual({ day: null });
  });

  test("a table is narrowed to some of its rows and columns", async () => {
    const engine = now();
    const table = await engine.table(
      `SELECT * FROM (VALUES (1, 'a', true), (2, 'b', false), (3, 'c', NULL)) AS v(n, t, keep)`,
      "narrowed",
    );
    await engine.narrow(table, "keep", ['"keep"']);
    expect(await engine.rows(`SELECT * FROM ${table.name}`)).toEqual([{ n: 1, t: "a" }]);
    await engine.drop(table);
  });

  test("a CSV has the same bytes on every engine", async () => {
    const engine = now();
    const file = join(await temporaryDirectory(), "table.csv");
    await engine.writeCsv(
      `SELECT n, x, t, d, x > 0 AS b, ${engine.dialect.tryCast("x", "decimal(20, 10)")} AS m
       FROM (VALUES (1, 1e-7, 'a,b', DATE '2020-01-02'), (2, -100e0, '', NULL), (3, 1e16, NULL, DATE '0999-12-31'))
         AS v(n, x, t, d) ORDER BY n`,
      file,
    );
    expect(await readFile(file, "utf8")).toBe(
      [
        "n,x,t,d,b,m",
        '1,1e-07,"a,b",2020-01-02,true,0.0000001000',
        '2,-100.0,"",,false,-100.0000000000',
        "3,1e+16,,0999-12-31,true,",
        "",
      ].join("\n"),
    );
  });

  test("parts have the bytes of DuckDB in one thread", async () => {
    const written = async (by: Engine): Promise<readonly Buffer[]> => {
      const { cast } = by.dialect;
      const directory = await temporaryDirectory();
      const parts = await by.writeParts(
        `SELECT n, x, t, d, x > 0 AS b, ${cast("n * 0.25", "decimal(20, 10)")} AS m, ${cast("n", "integer")} AS i
         FROM (VALUES (3, 1e-7, 'a,b', DATE '2020-01-02'), (2, -100e0, '', NULL), (1, 1e16, NULL, DATE '0999-12-31'))
           AS v(n, x, t, d) ORDER BY n`,
        (at) => join(directory, `part_${at}.parquet`),
      );
      expect(parts.map(({ rows }) => rows)).toEqual([3]);
      return Promise.all(parts.map(({ file }) => readFile(file)));
    };
    const spillDirectory = await temporaryDirectory();
    const duckdb = await openEngine({ memoryLimit: "300MB", spillDirectory, threads: 1 });
    try {
      expect(await written(now())).toEqual(await written(duckdb));
    } finally {
      await duckdb.close();
    }
  });

  test("a statement that cannot run says why in one line, and a value that it fails on is not repeated", async () => {
    const engine = now();
    await expect(engine.rows("SELECT missing_column FROM (SELECT 1 AS a)")).rejects.toThrow(
      /missing_column/,
    );
    const failing = engine.rows(
      `SELECT ${engine.dialect.cast("t", "integer")} AS n FROM (SELECT 'a secret' AS t)`,
    );
    await expect(failing).rejects.toMatchObject({ code: "VALUE_REFUSED" });
    await expect(failing).rejects.toThrow(expect.not.stringContaining("secret"));
  });
};
