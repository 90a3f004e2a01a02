import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { profile, type ProfiledColumn } from "@despliega/trainer/ingest/profile.js";

import { openBench, type Bench } from "./support.js";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const WIDTH = 30;

test("of many columns that look alike, those that repeat another are found in a query for each", async () => {
  // A column is true in one row and false in the other; every third is as the column before it.
  const shift = (at: number): number => (at % 3 === 2 ? at - 1 : at);
  const row = (on: number): string =>
    Array.from({ length: WIDTH }, (_, at) => `${shift(at) % 2 === on} AS c${at}`).join(", ");
  const { engine } = bench;
  const table = await engine.table(`SELECT ${row(0)} UNION ALL SELECT ${row(1)}`, "alike");
  const columns = Array.from({ length: WIDTH }, (_, at): ProfiledColumn => ({
    name: `c${at}`,
    type: "boolean",
    isSecret: false,
  }));
  let queries = 0;
  const counting = Object.assign(Object.create(engine) as Engine, {
    row: (statement: string) => {
      queries++;
      return engine.row(statement);
    },
  });

  const repeats = (await profile(counting, table, columns)).map((found) => found.repeats);

  const first = columns.map((_, at) =>
    columns.slice(0, at).findIndex((__, before) => shift(before) % 2 === shift(at) % 2),
  );
  expect(repeats).toEqual(first.map((before) => (before < 0 ? undefined : `c${before}`)));
  expect(queries).toBeLessThanOrEqual(2 * WIDTH);
});
