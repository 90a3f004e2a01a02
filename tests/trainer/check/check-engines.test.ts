import { expect, test } from "@jest/globals";
import { checkEngines } from "@despliega/trainer/check/check-engines.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { makeTable, testEngine } from "../support/engine.js";
import { visits, visitsWith } from "./visits.js";

const DAYS = 28;

const ROWS = Array.from(
  { length: 600 },
  (_, i) =>
    [i, i % 60, `2024-02-${String(1 + (i % DAYS)).padStart(2, "0")}`, (i * 7) % 90, i % 2] as const,
);

const here = await testEngine(1);
const there = await testEngine(2);

/** What the comparison of two engines says, which differ by their threads alone. */
const compared = async (model: ModelDefinition) => {
  const tables = [
    await makeTable(
      here,
      "visits",
      {
        visit: "BIGINT",
        client: "BIGINT",
        day: "DATE",
        amount: "DECIMAL(38,10)",
        lost: "BIGINT",
      },
      ROWS,
    ),
    await makeTable(
      here,
      "clients",
      { client: "BIGINT", region: "BIGINT" },
      Array.from({ length: 40 }, (_, i) => [i, i % 4] as const),
    ),
  ];
  const directory = await temporaryDirectory();
  const findings = await checkEngines(here, there, model, tables, {
    asOf: "2024-03-01",
    directory,
  });
  expect(await here.columnsOf(tables[0]!)).toHaveLength(5);
  return findings.map(({ check, verdict, text }) => `${verdict} ${check}: ${text}`);
};

const THREADS = "CAST(current_setting('threads') AS BIGINT)";

test("two engines that agree have the same features of the same rows", async () => {
  expect(await compared(visits)).toEqual([
    "ok spark: 600 observations have the same features on Spark",
  ]);
});

test("the place of a row is known on both", async () => {
  const model = { ...visits, sql: visits.sql.replace("region", "region + visits.rowid AS region") };
  expect(await compared(model)).toEqual([
    "ok spark: 600 observations have the same features on Spark",
  ]);
});

test("a feature that differs is named with the number of its observations", async () => {
  expect(await compared(visitsWith(THREADS))).toEqual([
    "fails spark: extra differs in 600 of 600 observations on Spark",
  ]);
});

test("observations that one engine has alone are counted", async () => {
  const sql = visits.sql.replace("visits.client AS entity", `visits.client + ${THREADS} AS entity`);
  expect(await compared({ ...visits, sql })).toEqual([
    "fails spark: 600 observations are not there on Spark: look at their keys and days",
  ]);
});
