import { describe, expect, test } from "@jest/globals";
import { memoryTableStore, type TableStore } from "@despliega/storage";
import { entityOf } from "@despliega/trainer/records/entity.js";
import type { RunRecord } from "@despliega/trainer/records/run-record.js";
import { findRun, lastRuns } from "@despliega/trainer/records/runs.js";

import { azuriteTable } from "../../support/tables.js";
import { recordAt } from "./record.js";

const riesgo = ["2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00Z", "2026-11-29T10:00:00Z"].map(
  (start) => recordAt(start),
);
const others = [
  recordAt("2026-11-29T09:00:00Z", { model: "riesgo_2" }),
  recordAt("2026-10-01T00:00:00Z", { model: "a" }),
];
const elsewhere = recordAt("2026-11-29T11:00:00Z", { container: "despliega-two" });

const filled = async (table: TableStore): Promise<TableStore> => {
  for (const record of [...riesgo, ...others, elsewhere]) await table.put(entityOf(record));
  return table;
};

describe.each([
  ["in memory", async () => memoryTableStore()],
  ["in Azure", () => azuriteTable()],
])("runs on record %s", (_, makeTable) => {
  test("are listed newest first, of one model or of all in the container", async () => {
    const table = await filled(await makeTable());
    const ids = async (wanted: { model?: string; since?: Date; limit?: number }) =>
      (await lastRuns(table, { container: "despliega", limit: 20, ...wanted })).map(
        ({ run }) => run,
      );
    const newest = riesgo.toReversed().map(({ run }) => run);
    const [second, first] = [others[0]!.run, others[1]!.run];
    expect(await ids({ model: "riesgo" })).toEqual(newest);
    expect(await ids({})).toEqual([newest[0], second, first, newest[1], newest[2]]);
    expect(await ids({ limit: 2 })).toEqual([newest[0], second]);
    expect(await ids({ since: new Date("2026-01-01T00:00:00Z") })).toEqual([
      newest[0],
      second,
      first,
      newest[1],
    ]);
    expect(await ids({ model: "none" })).toEqual([]);
  });

  test("are found by their id, with their model or without", async () => {
    const table = await filled(await makeTable());
    const { run } = riesgo[1]!;
    expect(await findRun(table, "despliega", run)).toMatchObject(riesgo[1]!);
    expect(await findRun(table, "despliega", run, "riesgo")).toMatchObject(riesgo[1]!);
    expect(await findRun(table, "despliega", run, "a")).toBeUndefined();
    expect(await findRun(table, "despliega-two", run)).toBeUndefined();
  });
});

test("a listing reads no more records than it shows, and one more for each model", async () => {
  const table = memoryTableStore();
  for (let day = 10; day < 30; day++)
    await table.put(entityOf(recordAt(`2026-11-${day}T00:00:00Z`)));
  let read = 0;
  const counting: TableStore = {
    ...table,
    async *list(range, most) {
      for await (const entity of table.list(range, most)) {
        read++;
        yield entity;
      }
    },
  };
  await lastRuns(counting, { container: "despliega", model: "riesgo", limit: 3 });
  expect(read).toBe(3);
});

test("a part that is too long for the table is left out, and says how long it was", async () => {
  const table = memoryTableStore();
  const parameters = { why: "x".repeat(40_000) };
  const record: RunRecord = recordAt("2026-11-29T10:00:00Z", { parameters, metrics: { a: 1 } });
  await table.put(entityOf(record));
  expect(await findRun(table, "despliega", record.run)).toMatchObject({
    metrics: { a: 1 },
    parameters: { left_out: JSON.stringify(parameters).length },
  });
});

test("what is no record is passed over", async () => {
  const table = memoryTableStore();
  const record = recordAt("2026-11-29T10:00:00Z");
  const { partition } = entityOf(record);
  await table.put({ partition, row: "0", cells: { run: "x" } });
  await table.put({ ...entityOf(record), cells: { ...entityOf(record).cells, metrics: "{" } });
  expect(await lastRuns(table, { container: "despliega", limit: 9 })).toEqual([]);
});
