import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { DespliegaError } from "@despliega/storage";
import fc from "fast-check";
import { COLUMNS, mutate, type Mutation } from "./mutants.js";
import { readPlainly } from "./oracle.js";
import { openBench, type Bench } from "./support.js";

const RUNS = 300;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.nat(),
  where: fc.nat(),
  what: fc.nat(),
});

const check = async (file: Buffer): Promise<void> => {
  const expected = readPlainly(file, COLUMNS);
  const outcome = await bench.ingest(file, COLUMNS, 1).catch((error: unknown) => {
    if (error instanceof DespliegaError) return error;
    throw error;
  });
  if (expected === undefined || expected.kept.length === 0) {
    expect(outcome).toBeInstanceOf(DespliegaError);
    expect(await bench.tables()).toEqual([]);
  } else {
    expect(outcome).toMatchObject({
      read: expected.read,
      kept: expected.kept.length,
      rejected: expected.rejected.length,
      rows: expected.kept,
      rejections: expected.rejected,
    });
    expect(readFileSync(bench.rejectedFile, "utf8")).toMatch(/^line,column,reason\n/u);
  }
};

test(
  "whatever happens to a file, its rows are those of a plain reading and none goes missing",
  () =>
    fc.assert(
      fc.asyncProperty(fc.array(mutation, { maxLength: 5 }), (mutations) =>
        check(mutate(mutations)),
      ),
      { numRuns: RUNS },
    ),
  60_000,
);
