import { dirname, join, resolve } from "node:path";

import { expect, test } from "@jest/globals";
import { checkWords } from "@despliega/trainer/check/check-words.js";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import { loadModel } from "@despliega/trainer/model/load.js";

import { openBench } from "../ingest/support.js";
import { made } from "./made.js";

interface Sale {
  readonly shop: string;
  readonly day: string;
  readonly amount: number | undefined;
  readonly late: number | undefined;
  readonly town: string;
}

/** Sales of shops whose keys begin with zeros, several on a day, some without an amount or an outcome. */
const SALES: readonly Sale[] = Array.from({ length: 300 }, (_, row) => ({
  shop: `00${(row * 7) % 11}`,
  day: `2024-0${1 + (row % 6)}-1${(row * 3) % 9}`,
  amount: row % 13 === 0 ? undefined : ((row * 37) % 101) / 4,
  late: row % 17 === 0 ? undefined : (row * 29) % 43,
  town: ["Lugo", "Jaca"][((row * 7) % 11) % 2]!,
}));

const CSV = [
  "shop,day,amount,late,town",
  ...SALES.map(({ shop, day, amount = "", late = "", town }) =>
    [shop, day, amount, late, town].join(),
  ),
  "",
].join("\n");

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e10) / 1e10;

/** The features of a shop on a day, in plain JavaScript: only what happened on earlier days counts. */
const expected = (shop: string, day: string) => {
  const before = SALES.filter((sale) => sale.shop === shop && sale.day < day);
  const amounts = before.filter(({ amount }) => amount !== undefined);
  const last = amounts
    .map((sale) => sale.day)
    .toSorted()
    .at(-1);
  const latest = amounts.flatMap((sale) => (sale.day === last ? sale.amount! : []));
  const days = before.map((sale) => Date.parse(sale.day));
  return {
    earlier_rows: before.length,
    days_since_last: days.length === 0 ? null : (Date.parse(day) - Math.max(...days)) / 86_400_000,
    late_mean_before: meanOf(before.flatMap(({ late }) => late ?? [])),
    amount_mean_before: meanOf(amounts.map(({ amount }) => amount!)),
    amount_last_before: latest.length === 0 ? null : Math.max(...latest),
    town: SALES.find((sale) => sale.shop === shop)!.town,
  };
};

test("features of a key are what its earlier days say, for each row and at the cut-off", async () => {
  const { folder, request } = await made(CSV, "--target", "late", "--key", "shop", "--time", "day");
  expect(request).toBe("curl http://localhost:8080/api/made/000/prediction");
  const model = loadModel(resolve(folder));
  expect(await checkWords(model)).toMatchObject([{ verdict: "ok" }]);
  const bench = await openBench();
  try {
    const file = join(dirname(dirname(resolve(folder))), "table.csv");
    const { inputs } = await ingestAll(bench.engine, model, [{ file }], bench.options);
    const tables = inputs.map(({ table }) => table);
    const { labelled, serving } = await buildObservations(bench.engine, model, tables);
    const names = model.features.map(
      ({ name }) => `CAST("${name}" AS ${name === "town" ? "VARCHAR" : "DOUBLE"}) AS "${name}"`,
    );
    const rowsOf = (table: string) =>
      bench.engine.rows<Record<string, string | number | null>>(
        `SELECT entity, CAST(observed_at AS VARCHAR) AS day, ${names.join()} FROM ${table} ORDER BY entity, day, observation`,
      );
    const rows = [...(await rowsOf(labelled.name)), ...(await rowsOf(serving.name))];
    expect(rows).toHaveLength(SALES.filter(({ late }) => late !== undefined).length + 11);
    for (const { entity, day, ...features } of rows)
      expect({ entity, day, ...features }).toEqual({
        entity,
        day,
        ...expected(String(entity), String(day)),
      });
  } finally {
    await bench.close();
  }
});
