import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { DespliegaError, pseudonymOf } from "@despliega/storage";
import type { Columns } from "@despliega/trainer/model/columns.js";
import fc from "fast-check";
import { testKeys } from "../support/keys.js";
import { COLUMNS, mutate, PERSON_COLUMNS, type Mutation } from "./mutants.js";
import { readPlainly } from "./oracle.js";
import { MODEL, openBench, type Bench } from "./support.js";

const keys = testKeys("k1");
const pseudonymise = (identifier: string) => pseudonymOf(keys.pseudonym[0]!, MODEL, identifier);

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(undefined, keys);
});
afterAll(() => bench.close());

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.nat(),
  where: fc.nat(),
  what: fc.nat(),
});

const check = async (file: Buffer, columns: Columns): Promise<void> => {
  const expected = readPlainly(file, columns, pseudonymise);
  const outcome = await bench.ingest(file, columns, 1).catch((error: unknown) => {
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
      rejected: expected.rejected,
      rows: expected.kept,
      rejections: expected.rejections,
    });
    expect(readFileSync(bench.rejectedFile, "utf8")).toMatch(/^dataset,line,column,reason\n/u);
  }
};

test.each([
  ["a plain reading", COLUMNS, 100],
  ["a plain reading with pseudonyms for identifiers and without names", PERSON_COLUMNS, 40],
])(
  "whatever happens to a file, its rows are those of %s and none goes missing",
  (_, columns, numRuns) =>
    fc.assert(
      fc.asyncProperty(fc.array(mutation, { maxLength: 5 }), (mutations) =>
        check(mutate(mutations), columns),
      ),
      { numRuns },
    ),
);
