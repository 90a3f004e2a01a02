import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore, promote, rollback, type BlobStore } from "@despliega/storage";
import { followChampion } from "@despliega/trainer/release/online/follow-champion.js";
import type { OnlineTables } from "@despliega/trainer/release/online/online-tables.js";
import { dropOldTables } from "@despliega/trainer/release/online/old-tables.js";

import { collect } from "../../../support/collect.js";
import { editionOf, refreshTiny } from "../../../support/edition.js";
import { move, publishTiny, versionOf } from "../../../support/release.js";
import { memoryTables } from "../../../support/tables.js";

const publish = { to: "table" } as const;

const current = async (tables: OnlineTables) =>
  (await (await tables.open("despliegafeatures")).get("despliega.riesgo", "current"))?.cells;

const agesIn = async (tables: OnlineTables, name: unknown): Promise<unknown[]> => {
  const table = await tables.open(String(name));
  const rows = await collect(table.list({ from: "", below: "g" }, 10));
  return rows.map(({ cells }) => cells["age"]).toSorted((a, b) => Number(a) - Number(b));
};

const twoReleases = async (): Promise<BlobStore> => {
  const store = memoryBlobStore();
  for (const digit of [1, 2])
    await publishTiny(store, { version: versionOf(digit), description: { publish } });
  await promote(store, "riesgo", versionOf(1), move);
  return store;
};

describe("published features", () => {
  test("are those of the last move, also where a run before it is slower", async () => {
    const store = await twoReleases();
    const tables = memoryTables();
    // The slow run writes the row of its move when the next one has been made and told already.
    let slow = true;
    const slowTables: OnlineTables = {
      ...tables,
      async open(name) {
        const table = await tables.open(name);
        return {
          ...table,
          async put(entity) {
            if (slow && entity.row === "current") {
              slow = false;
              await promote(store, "riesgo", versionOf(2), move);
              await followChampion(store, tables, "riesgo");
            }
            await table.put(entity);
          },
        };
      },
    };
    await followChampion(store, slowTables, "riesgo");
    expect(slow).toBe(false);
    expect(await current(tables)).toMatchObject({ version: versionOf(2), sequence: 2 });
  });

  test("follow an edition and back, and prune keeps both that the pointer names", async () => {
    const store = await twoReleases();
    const tables = memoryTables();
    await followChampion(store, tables, "riesgo");
    const first = await current(tables);
    expect(await agesIn(tables, first?.["features"])).toEqual([23, 31, 59]);

    await refreshTiny(store, { users: { 5008806: [30, 1, 60, 3, 1] } });
    await followChampion(store, tables, "riesgo");
    const fresh = await current(tables);
    expect(fresh).toMatchObject({ version: versionOf(1), edition: editionOf(1), sequence: 2 });
    expect(await agesIn(tables, fresh?.["features"])).toEqual([60]);
    await dropOldTables(store, tables, "riesgo", { grace: 0 });

    await rollback(store, "riesgo", move);
    await followChampion(store, tables, "riesgo");
    const back = await current(tables);
    expect(back).toMatchObject({ features: first?.["features"], sequence: 3 });
    expect(back).not.toHaveProperty("edition");
    expect(await agesIn(tables, back?.["features"])).toEqual([23, 31, 59]);

    await promote(store, "riesgo", versionOf(2), move);
    await followChampion(store, tables, "riesgo");
    const dropped = await dropOldTables(store, tables, "riesgo", { grace: 0 });
    expect(dropped.map(({ name }) => name)).toEqual([fresh?.["features"]]);
    expect(await dropOldTables(store, tables, "riesgo", { grace: 0 })).toEqual([]);
  });

  test("go with a release that is not published, also where the run that moved to it has died", async () => {
    const store = await twoReleases();
    const tables = memoryTables();
    await followChampion(store, tables, "riesgo");
    const first = String((await current(tables))?.["features"]);
    for (const digit of [3, 4]) {
      await publishTiny(store, { version: versionOf(digit) });
      await promote(store, "riesgo", versionOf(digit), move);
    }
    await followChampion(store, tables, "riesgo");
    expect(await current(tables)).toBeUndefined();
    expect(await agesIn(tables, first)).toEqual([]);
  });

  test("stay within the grace, and are written again where a prune has died", async () => {
    const store = await twoReleases();
    const tables = memoryTables();
    await followChampion(store, tables, "riesgo");
    const first = (await current(tables))?.["features"];
    for (const digit of [2, 1, 2]) {
      await promote(store, "riesgo", versionOf(digit), move);
      await followChampion(store, tables, "riesgo");
    }
    await publishTiny(store, { version: versionOf(3), description: { publish } });
    await promote(store, "riesgo", versionOf(3), move);
    await followChampion(store, tables, "riesgo");
    expect(await dropOldTables(store, tables, "riesgo", { grace: 60_000 })).toEqual([]);

    const registry = await tables.open("despliegafeatures");
    const dying: OnlineTables = {
      ...tables,
      open: async (name) =>
        name === first
          ? { ...(await tables.open(name)), drop: () => Promise.reject(new Error("killed")) }
          : tables.open(name),
    };
    await expect(dropOldTables(store, dying, "riesgo", { grace: 0 })).rejects.toThrow("killed");
    await (await tables.open(String(first))).drop();
    await promote(store, "riesgo", versionOf(1), move);
    await followChampion(store, tables, "riesgo");
    expect(await agesIn(tables, first)).toEqual([23, 31, 59]);
    expect(await registry.get("despliega.riesgo", `table.${String(first)}`)).toMatchObject({
      cells: { state: "complete", rows: 3 },
    });
  });
});
