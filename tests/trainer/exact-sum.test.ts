import { expect, test } from "@jest/globals";
import { exactSum } from "@despliega/trainer/engine/exact-sum.js";
import fc from "fast-check";

import { makeTable, testEngine } from "./support/engine.js";

const engine = await testEngine();

const sumOf = async (table: string, sum: string): Promise<number> =>
  (await engine.row<{ sum: number }>(`SELECT ${sum} AS sum FROM ${table}`)).sum;

test("a sum has the same bits in any order of the rows and with any number of threads", async () => {
  await engine.run(`
    CREATE TABLE ordered AS
    SELECT i, sin(i) * 10.0 ** (i % 12) AS x FROM range(300000) AS t(i);
    CREATE TABLE shuffled AS FROM ordered ORDER BY hash(i)`);
  const { bound } = await engine.row<{ bound: number }>(
    "SELECT sum(abs(x)) * 1.001 AS bound FROM ordered",
  );
  const exact = new Set<number>();
  const plain = new Set<number>();
  for (const threads of [1, 2, 8]) {
    await engine.run(`SET threads = ${threads}`);
    for (const table of ["ordered", "shuffled"]) {
      exact.add(await sumOf(table, exactSum("x", bound)));
      plain.add(await sumOf(table, "sum(x)"));
    }
  }
  expect(exact.size).toBe(1);
  expect(plain.size).toBeGreaterThan(1);
});

const FRACTION = 2 ** 40;
const terms = fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 60 });

test("a sum is within half a quantum a row of the true one", async () => {
  await fc.assert(
    fc.asyncProperty(
      terms,
      fc.double({ min: 1, max: 100, noNaN: true }),
      async (integers, slack) => {
        const values = integers.map((integer) => integer / FRACTION);
        await makeTable(
          engine,
          "terms",
          { x: "DOUBLE" },
          values.map((value) => [value]),
        );
        const bound = slack * values.reduce((sum, value) => sum + Math.abs(value), 0);
        const quantum = 2 ** (Math.ceil(Math.log2(bound)) - 51);
        const found = await sumOf("terms", exactSum("x", bound));
        const truth = integers.reduce((sum, integer) => sum + BigInt(integer), 0n);
        const error = Math.abs(found - Number(truth) / FRACTION);
        expect(error).toBeLessThanOrEqual(
          (values.length * quantum) / 2 + Math.abs(found) * 2 ** -52,
        );
      },
    ),
  );
});

test("terms that are all 0 add up to 0 under the bound 0", async () => {
  await makeTable(engine, "terms", { x: "DOUBLE" }, [[0], [0]]);
  expect(await sumOf("terms", exactSum("x", 0))).toBe(0);
});

test("missing terms do not count", async () => {
  await makeTable(engine, "terms", { x: "DOUBLE" }, [[0.25], [null], [0.5]]);
  expect(await sumOf("terms", exactSum("x", 1))).toBe(0.75);
});
