import { expect, test } from "@jest/globals";
import type { BatchColumn } from "@despliega/trainer/engine/batch.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import { scoped } from "@despliega/trainer/engine/scoped.js";

import { testEngine } from "./support/engine.js";

const engine = await testEngine();

const exists = async ({ name }: Relation): Promise<boolean> =>
  engine.rows(`SELECT count(*) AS n FROM ${name}`).then(
    () => true,
    () => false,
  );

/** A table, a view of it, and a table of numbers. */
const make = async (own: Engine): Promise<readonly Relation[]> => {
  const table = await own.table("SELECT 1 AS a");
  const numbers = { b: Float64Array.of(1) };
  return [table, await own.view(`SELECT a FROM ${table.name}`), await own.tableOf(numbers)];
};

test("relations have names of their own, which no input can have", async () => {
  const made = [...(await make(engine)), ...(await make(engine))];
  expect(new Set(made.map(({ name }) => name)).size).toBe(6);
  for (const { name } of made) expect(name).toMatch(/^".* .*"$/);
  await engine.drop(...made);
});

test("what work makes is dropped after it, but for what it keeps", async () => {
  const [kept, ...others] = await scoped(engine, async (own, keep) => {
    const [table, ...rest] = await make(own);
    return [keep(table!), ...rest];
  });
  expect(await exists(kept)).toBe(true);
  for (const other of others) expect(await exists(other)).toBe(false);
});

test("what inner work keeps is dropped after the outer work", async () => {
  const table = await scoped(engine, async (outer) =>
    scoped(outer, async (inner, keep) => keep(await inner.table("SELECT 1 AS a"))),
  );
  expect(await exists(table)).toBe(false);
});

test("what work makes before it fails is dropped too, and the failure is told", async () => {
  let made: readonly Relation[] = [];
  const failing = scoped(engine, async (own) => {
    made = await make(own);
    throw new Error("it failed");
  });
  await expect(failing).rejects.toThrow("it failed");
  for (const one of made) expect(await exists(one)).toBe(false);
});

test("a table that SQL of a user may read has its name, and takes the place of an older one", async () => {
  await engine.table("SELECT 1 AS a", "loans");
  const loans = await engine.table<"a">("SELECT 2 AS a", "loans");
  expect(await engine.row("SELECT a FROM loans")).toEqual({ a: 2 });
  expect(await engine.columnsOf(loans)).toEqual(["a"]);
});

test("a fingerprint follows the rows, and not their order", async () => {
  const of = async (select: string) => engine.fingerprint(await engine.table(select));
  const rows = await of("SELECT i, i / 3 AS x FROM range(5000) AS t(i)");
  expect(await of("SELECT i, i / 3 AS x FROM range(5000) AS t(i) ORDER BY i DESC")).toBe(rows);
  expect(await of("SELECT i, i / 3 + (i = 7)::INTEGER AS x FROM range(5000) AS t(i)")).not.toBe(
    rows,
  );
});

type Numbers = BatchColumn & { readonly values: readonly unknown[] };

test("a stream comes in batches of one size, with NaN or 0 and a bit for what is missing", async () => {
  const sizes: number[] = [];
  let [sum, missing, bits, lost] = [0, 0, 0, 0];
  for await (const { rows, columns } of engine.stream(`
    SELECT i::INTEGER, CASE WHEN i % 3 > 0 THEN i::DOUBLE END, CASE WHEN i % 5 > 0 THEN i::BIGINT END
    FROM range(150000) AS t(i) ORDER BY i`)) {
    sizes.push(rows);
    const [whole, real, big] = columns as readonly Numbers[];
    for (let row = 0; row < rows; row++) {
      sum += Number(whole!.values[row]);
      if (Number.isNaN(Number(real!.values[row]))) lost++;
      if ((real!.validity[row >> 3]! & (1 << (row & 7))) !== 0) bits++;
    }
    missing += real!.nulls;
    expect(big!.values).toBeInstanceOf(BigInt64Array);
    expect(whole!.nulls).toBe(0);
  }
  expect(sizes).toEqual([65_536, 65_536, 18_928]);
  expect(sum).toBe((149_999 * 150_000) / 2);
  expect([missing, lost, bits]).toEqual([50_000, 50_000, 100_000]);
});

test("values of a stream are there whether a part of the result lacks some or none, and no bit is set beyond the rows", async () => {
  let [sum, there, bits] = [0, 0, 0];
  for await (const { rows, columns } of engine.stream(`
    SELECT CASE WHEN i < 20000 OR i % 3 > 0 THEN i::DOUBLE END, i::INTEGER
    FROM range(70001) AS t(i) ORDER BY i`)) {
    const [some, all] = columns as readonly Numbers[];
    for (let row = 0; row < rows; row++) {
      const isThere = (some!.validity[row >> 3]! & (1 << (row & 7))) !== 0;
      if (!isThere) continue;
      there++;
      sum += Number(some!.values[row]) - Number(all!.values[row]);
    }
    for (const byte of all!.validity) for (let bit = 0; bit < 8; bit++) bits += (byte >> bit) & 1;
  }
  expect([sum, there, bits]).toEqual([0, 53_334, 70_001]);
});
