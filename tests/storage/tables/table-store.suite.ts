import { describe, expect, test } from "@jest/globals";
import { MOST_CHARACTERS, type StoredEntity, type TableStore } from "@despliega/storage";

import { collect } from "../../support/collect.js";

const ALL = { from: "", below: "~" };

const namesOf = (entities: readonly StoredEntity[]): string[] =>
  entities.map(({ partition, row }) => `${partition} ${row}`);

/** The tests of every table store. */
export const describeTableStore = (name: string, makeTable: () => Promise<TableStore>): void => {
  describe(`the table ${name}`, () => {
    test("is empty before its first write, for every reader", async () => {
      const table = await makeTable();
      expect(await table.get("a", "b")).toBeUndefined();
      expect(await collect(table.list(ALL, 10))).toEqual([]);
    });

    test("reads back what was written: texts, numbers, yes and no, and moments", async () => {
      const table = await makeTable();
      const cells = {
        text: "d'où \u{1f9ea}\n",
        none: "",
        whole: 5,
        part: 0.1,
        large: 2 ** 40,
        yes: true,
        no: false,
        moment: new Date("2026-11-29T10:00:00.123Z"),
        long: "é".repeat(MOST_CHARACTERS),
      };
      await table.put({ partition: "one.two", row: "3.a-b", cells });
      const found = await table.get("one.two", "3.a-b");
      expect(found).toMatchObject({ partition: "one.two", row: "3.a-b", cells });
      expect(Object.keys(found!.cells).toSorted()).toEqual(Object.keys(cells).toSorted());
      expect(await table.get("one.two", "another")).toBeUndefined();
    });

    test("reads back doubles, whole or not, as numbers", async () => {
      const table = await makeTable();
      const numbers = [3, -0.1, 1e300, 5e-324, 136.4468640135, 2 ** 53 - 1];
      const cells = Object.fromEntries(numbers.map((double, i) => [`n${i}`, { double }]));
      await table.put({ partition: "a", row: "b", cells });
      expect(Object.values((await table.get("a", "b"))!.cells)).toEqual(numbers);
    });

    test("writes many entities of several partitions, and tells how many", async () => {
      const table = await makeTable();
      const entity = (i: number) => ({ partition: `p${i % 3}`, row: `r${i}`, cells: { i } });
      const all = async function* () {
        for (let i = 0; i < 1_000; i++) yield entity(i);
      };
      await table.make();
      await table.put({ partition: "p1", row: "r1", cells: { other: "replaced" } });
      const told: number[] = [];
      await table.putAll(all(), (count) => void told.push(count));
      expect(told.at(-1)).toBe(1_000);
      expect(told).toEqual(told.toSorted((a, b) => a - b));
      const found = await collect(table.list(ALL, 1_000));
      expect(new Set(namesOf(found)).size).toBe(1_000);
      expect(found.every(({ row, cells }) => row === `r${String(cells.i)}`)).toBe(true);
      expect((await table.get("p1", "r1"))?.cells).toEqual({ i: 1 });
    });

    test("writes nothing into a table that is not there, and stops its source", async () => {
      const table = await makeTable();
      let ended = false;
      const all = async function* () {
        try {
          for (let i = 0; ; i++) yield { partition: "a", row: `${i}`, cells: {} };
        } finally {
          ended = true;
        }
      };
      await expect(table.putAll(all())).rejects.toMatchObject({ code: "STORE_REFUSED" });
      expect(ended).toBe(true);
      expect(await collect(table.list(ALL, 1))).toEqual([]);
    });

    test("removes an entity, and drops the table, once or twice", async () => {
      const table = await makeTable();
      await table.make();
      await table.make();
      for (const row of ["1", "2"]) await table.put({ partition: "a", row, cells: {} });
      await table.remove("a", "1");
      await table.remove("a", "1");
      expect(namesOf(await collect(table.list(ALL, 10)))).toEqual(["a 2"]);
      await table.drop();
      await table.drop();
      await table.remove("a", "2");
      expect(await collect(table.list(ALL, 10))).toEqual([]);
    });

    test("replaces an entity whole", async () => {
      const table = await makeTable();
      await table.put({ partition: "a", row: "b", cells: { first: "1", both: "1" } });
      await table.put({ partition: "a", row: "b", cells: { second: "2", both: "2" } });
      expect((await table.get("a", "b"))?.cells).toEqual({ second: "2", both: "2" });
    });

    test("lists a range of partitions in the order of partition and row", async () => {
      const table = await makeTable();
      for (const [partition, row] of [
        ["b", "2"],
        ["c", "0"],
        ["b", "10"],
        ["a", "9"],
        ["b'c", "1"],
      ] as const)
        await table.put({ partition, row, cells: {} });
      expect(namesOf(await collect(table.list(ALL, 10)))).toEqual([
        "a 9",
        "b 10",
        "b 2",
        "b'c 1",
        "c 0",
      ]);
      const some = await collect(table.list({ from: "b", below: "b'c" }, 1));
      expect(namesOf(some)).toEqual(["b 10", "b 2"]);
    });

    test("says when an entity was written, by the clock that `now` tells", async () => {
      const table = await makeTable();
      const before = await table.now();
      await table.put({ partition: "a", row: "b", cells: {} });
      const { changed } = (await table.get("a", "b"))!;
      // The account tells the time in whole seconds.
      expect(changed.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000);
      expect(changed.getTime()).toBeLessThan((await table.now()).getTime() + 1_000);
    });
  });
};
