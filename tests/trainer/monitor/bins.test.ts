import { describe, expect, test } from "@jest/globals";
import { binOf } from "@despliega/storage";
import { binSql } from "@despliega/trainer/monitor/bins/bin-sql.js";
import { coarser, countBins } from "@despliega/trainer/monitor/bins/count-bins.js";
import { edgesOf, roundEdges } from "@despliega/trainer/monitor/bins/edges.js";
import { mergedEdges } from "@despliega/trainer/monitor/bins/kept-back.js";

import { makeTable, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const tableOf = async (values: readonly (number | null)[]) => {
  await makeTable(
    engine,
    "numbers",
    { x: "DOUBLE" },
    values.map((value) => [value]),
  );
  return named("numbers");
};

const VALUES = Array.from({ length: 997 }, (_, i) => (i % 9 === 0 ? null : ((i * 7919) % 499) / 8));

describe("bins", () => {
  test("are the same in SQL and in memory, at every edge too", async () => {
    const table = await tableOf([...VALUES, 1e300, -1e300]);
    const { edges, fine } = await edgesOf(engine, await tableOf(VALUES), "x");
    await tableOf([...VALUES, 1e300, -1e300]);
    const counted = await countBins(engine, table, binSql("x", fine), fine.length + 1);
    const expected = Array.from({ length: fine.length + 1 }, () => 0);
    for (const value of [...VALUES, 1e300, -1e300])
      if (value !== null) expected[binOf(fine, value)]! += 1;
    expect(counted).toEqual({
      counts: expected,
      missing: VALUES.filter((value) => value === null).length,
    });
    const wide = await countBins(engine, table, binSql("x", edges), edges.length + 1);
    expect(coarser(counted.counts, fine, edges)).toEqual(wide.counts);
  });

  test("are few where values are often equal", async () => {
    const table = await tableOf([0, 0, 0, 0, 0, 0, 0, 1, 1, 5]);
    expect(await edgesOf(engine, table, "x")).toEqual({ edges: [0, 1], fine: [0, 1, 5] });
  });

  test("of a sensitive model hold ten at least, and have edges with two digits", () => {
    expect(roundEdges([1.234, 1.239, 98.76, 1012])).toEqual([1.2, 99, 1000]);
    expect(mergedEdges([1, 2, 3, 4], [4, 7, 30, 2, 3])).toEqual([2]);
    expect(mergedEdges([1, 2], [10, 11, 12])).toEqual([1, 2]);
    expect(mergedEdges([1], [9, 0])).toEqual([]);
  });
});
