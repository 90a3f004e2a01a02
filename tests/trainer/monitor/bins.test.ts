import { describe, expect, test } from "@jest/globals";
import { binOf } from "@despliega/storage";
import { binSql } from "@despliega/trainer/monitor/bins/bin-sql.js";
import { coarser, countBins } from "@despliega/trainer/monitor/bins/count-bins.js";
import { countValues } from "@despliega/trainer/monitor/bins/counted-values.js";
import { edgesOf, roundEdges } from "@despliega/trainer/monitor/bins/edges.js";
import { mergedEdges } from "@despliega/trainer/monitor/bins/kept-back.js";

import { makeTable, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const countedOf = async (values: readonly (number | null)[]) => {
  await makeTable(
    engine,
    "numbers",
    { x: "DOUBLE" },
    values.map((value) => [value]),
  );
  return countValues(engine, named("numbers"), "x");
};

const VALUES = Array.from({ length: 997 }, (_, i) => (i % 9 === 0 ? null : ((i * 7919) % 499) / 8));

describe("bins", () => {
  test("are the same in SQL and in memory, at every edge too", async () => {
    const values = await countedOf([...VALUES, 1e300, -1e300]);
    const { edges, fine } = await edgesOf(engine, await countedOf(VALUES));
    const counted = await countBins(engine, values, binSql("value", fine), fine.length + 1);
    const expected = Array.from({ length: fine.length + 1 }, () => 0);
    for (const value of [...VALUES, 1e300, -1e300])
      if (value !== null) expected[binOf(fine, value)]! += 1;
    expect(counted).toEqual({
      counts: expected,
      missing: VALUES.filter((value) => value === null).length,
    });
    const wide = await countBins(engine, values, binSql("value", edges), edges.length + 1);
    expect(coarser(counted.counts, fine, edges)).toEqual(wide.counts);
  });

  test("are few where values are often equal", async () => {
    const values = await countedOf([0, 0, 0, 0, 0, 0, 0, 1, 1, 5]);
    expect(await edgesOf(engine, values)).toEqual({ edges: [0, 1], fine: [0, 1, 5] });
    expect(await edgesOf(engine, await countedOf([null, null]))).toEqual({ edges: [], fine: [] });
  });

  test.each([1, 7, 99, 100, 101, 997])("of %i values have edges among them", async (rows) => {
    const values = VALUES.concat(VALUES).flatMap((value) => value ?? []);
    const some = values.slice(0, rows);
    const rising = some.toSorted((a, b) => a - b);
    const fine = Array.from(
      { length: 99 },
      (_, i) => rising[Math.ceil((rows * (i + 1)) / 100) - 1]!,
    );
    expect(await edgesOf(engine, await countedOf([...some, null]))).toEqual({
      edges: [...new Set(fine.filter((_, i) => i % 10 === 9))],
      fine: [...new Set(fine)],
    });
  });

  test("of a sensitive model hold ten at least, and have edges with two digits", () => {
    expect(roundEdges([1.234, 1.239, 98.76, 1012])).toEqual([1.2, 99, 1000]);
    expect(mergedEdges([1, 2, 3, 4], [4, 7, 30, 2, 3])).toEqual([2]);
    expect(mergedEdges([1, 2], [10, 11, 12])).toEqual([1, 2]);
    expect(mergedEdges([1], [9, 0])).toEqual([]);
  });
});
