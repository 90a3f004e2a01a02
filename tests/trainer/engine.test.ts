import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";

import { expect, test } from "@jest/globals";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { double, identifier, literal } from "@despliega/trainer/engine/sql.js";
import fc from "fast-check";

import { temporaryDirectory } from "../support/temporary.js";
import { sha256 } from "./support/runs.js";
import { testEngine } from "./support/engine.js";

const engine = await testEngine();
const small = await testEngine();
const [single, three] = [await testEngine(1), await testEngine(3)];
const file = join(await temporaryDirectory(), "a.csv");

test("parts have so many rows, in their order, and the same bytes for any number of threads", async () => {
  const select =
    "SELECT i AS n, i / 3 AS x, i % 2 = 0 AS b FROM range(1000000) AS t(i) ORDER BY hash(i), i";
  const written = async (by: Engine) => {
    const directory = await temporaryDirectory();
    const parts = await by.writeParts(select, (at) => join(directory, `${at}.parquet`));
    const bytes = await Promise.all(parts.map((part) => readFile(part.file)));
    return { parts, hashes: bytes.map((content) => sha256(content)) };
  };
  const one = await written(single);
  expect(one.parts.map(({ rows }) => rows)).toEqual([983_040, 16_960]);
  expect((await written(three)).hashes).toEqual(one.hashes);
  const files = one.parts.map(({ file: part }) => literal(part)).join();
  expect(
    await engine.row(`
      SELECT count(*) AS rows, count(DISTINCT n) AS others, bool_and(before IS NULL OR before <= (hash(n), n)) AS ordered
      FROM (SELECT *, lag((hash(n), n)) OVER (ORDER BY file_index, file_row_number) AS before
            FROM read_parquet([${files}], file_row_number = true))`),
  ).toEqual({ rows: 1_000_000, others: 1_000_000, ordered: true });
});

test("a number keeps all its bits as a literal", async () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(numbers, async (values) => {
      const columns = values.map((value, i) => `${double(value)} AS c${i}, typeof(c${i}) AS t${i}`);
      const row = await engine.row<Record<string, number | string>>(`SELECT ${columns.join()}`);
      values.forEach((value, i) => {
        expect(row[`c${i}`]).toBe(value === 0 ? 0 : value);
        expect(row[`t${i}`]).toBe("DOUBLE");
      });
    }),
  );
});

test("repeated values are counted in columns of any type, near each other or far apart", async () => {
  const types = ["TINYINT", "UBIGINT", "BIGINT", "HUGEINT", "DOUBLE", "DECIMAL(9, 2)", "VARCHAR"];
  const numbers = fc.array(fc.option(fc.oneof(fc.nat(20), fc.nat(127))));
  await fc.assert(
    fc.asyncProperty(
      numbers,
      fc.constantFrom(...types),
      fc.boolean(),
      async (values, type, isFar) => {
        const far = isFar && !["TINYINT", "DECIMAL(9, 2)"].includes(type) ? 1e12 : 1;
        const rows = values.map((value) => `(${value === null ? "NULL" : value * far}, true)`);
        const table = await small.table<"a">(`
        SELECT CAST(a AS ${type}) AS a, kept
        FROM (VALUES ${[...rows, "(1, false)", "(1, false)"].join()}) AS t(a, kept)`);
        const there = values.filter((value) => value !== null);
        expect(await small.repeated(table, "a", "kept")).toBe(there.length - new Set(there).size);
        expect(await small.repeated(table, "a")).toBeGreaterThan(0);
        await small.drop(table);
      },
    ),
  );
});

test("text and names stay what they are, whatever quotes they hold", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", minLength: 1 }).filter((text) => !text.includes("\0")),
      async (text) => {
        const row = await engine.row(`SELECT ${literal(text)} AS ${identifier(text)}`);
        expect(row).toEqual({ [text]: text });
      },
    ),
    { numRuns: 50 },
  );
});

test("whole numbers come back as numbers", async () => {
  expect(await engine.row("SELECT count(*) AS n, 7::HUGEINT AS h FROM range(3)")).toEqual({
    n: 3,
    h: 7,
  });
});

test("more or less than one row is not one row", async () => {
  await expect(engine.row("SELECT * FROM range(2)")).rejects.toThrow("Expected one row");
  await expect(engine.row("SELECT * FROM range(0)")).rejects.toThrow("Expected one row");
});

test.each([
  ["text that is no number", "SELECT s::BIGINT FROM (VALUES ('zq-marker')) AS t(s)"],
  ["a sum that is too large", "SELECT i + 9223372036854775807 FROM (VALUES (61803398)) AS t(i)"],
  [
    "a key that is there twice",
    "CREATE TEMP TABLE k (s VARCHAR UNIQUE); INSERT INTO k VALUES ('zq-marker'), ('zq-marker')",
  ],
  [
    "a line of a file",
    `COPY (SELECT 'zq-marker') TO '${file}'; SELECT * FROM read_csv('${file}', header = false, columns = {'a': 'BIGINT'})`,
  ],
])("%s is refused without being repeated", async (_, sql) => {
  const error: unknown = await engine.run(sql).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: "VALUE_REFUSED" });
  expect(inspect(error, { depth: Infinity })).not.toMatch(/zq-marker|61803398/);
});

test("a statement that is wrong says what is wrong with it", async () => {
  await expect(engine.run("SELECT a FROM range(1)")).rejects.toThrow(/Binder Error.*"a"/);
  await expect(engine.run("SELEC 1")).rejects.toThrow(/Parser Error.*SELEC/);
  await expect(engine.run("FROM nowhere")).rejects.toThrow(/Catalog Error.*nowhere/);
});

test("what does not fit into the memory limit even with spilling says which setting to raise", async () => {
  await engine.run("SET memory_limit = '20MB'");
  await expect(
    engine.run("SELECT list(md5(i::VARCHAR)) FROM range(2000000) AS t(i)"),
  ).rejects.toMatchObject({
    code: "ENGINE_OUT_OF_MEMORY",
    message: expect.stringMatching(/raise DESPLIEGA_MEMORY_LIMIT$/),
  });
});

test("a table that is filled beyond the memory limit is one clear error", async () => {
  await small.run("SET max_temp_directory_size = '1MB'; SET memory_limit = '10MB'");
  const columns = { number: new Float64Array(4e6) };
  await expect(small.tableOf(columns)).rejects.toMatchObject({
    code: expect.stringMatching(/^ENGINE_/),
  });
});

test.each([NaN, Infinity, -Infinity])("%d is refused as a literal", (value) => {
  expect(() => double(value)).toThrow(expect.objectContaining({ code: "NUMBER_NOT_FINITE" }));
});

const openSmall = async () =>
  openEngine({ memoryLimit: "500MB", spillDirectory: await temporaryDirectory() });

test("closing waits for statements that run, which fail, and takes no more of them", async () => {
  const closing = await openSmall();
  // Minutes of work, were it not interrupted.
  const long =
    "SELECT count(*) AS n FROM range(1000000) AS a(i), range(1000000) AS b(j) WHERE i * j = 7";
  const running = [closing.run(long), closing.rows(long)].map((work) => work.catch(() => "failed"));
  await closing.close();
  expect(await Promise.all(running)).toEqual(["failed", "failed"]);
  await expect(closing.run("SELECT 1")).rejects.toThrow("the engine is closed");
});

test("closing ends a stream at its next chunk", async () => {
  const closing = await openSmall();
  const stream = closing.stream("SELECT i::DOUBLE FROM range(100000) AS t(i)");
  const chunks = stream[Symbol.asyncIterator]();
  await chunks.next();
  await closing.close();
  await expect(chunks.next()).rejects.toThrow("the engine is closed");
});

test("a table keeps the types of its columns in a file, whatever the number of threads", async () => {
  const select = `
    SELECT i, hash(i) AS h, (i * 1.5)::DECIMAL(18, 3) AS d, (i / 7)::DOUBLE AS x, 'a' || i AS s,
           i::HUGEINT AS wide, DATE '2020-01-31' + i::INTEGER AS day, i % 2 = 0 AS b,
           TIMESTAMP '2020-01-31 01:02:03.5' AS at, NULL::DATE AS nothing
    FROM range(130000) AS t(i) ORDER BY i`;
  const [one, many] = ["one.parquet", "many.parquet"].map((name) => `${file}.${name}`);
  await single.writeTable(select, one!);
  await three.writeTable(select, many!);
  expect(await readFile(many!)).toEqual(await readFile(one!));
  const table = await single.table(select);
  const read = await single.readTable(one!);
  const types = ({ name }: { readonly name: string }) => single.rows(`DESCRIBE ${name}`);
  expect(await types(read)).toEqual(await types(table));
  expect(await single.fingerprint(read)).toBe(await single.fingerprint(table));
});
