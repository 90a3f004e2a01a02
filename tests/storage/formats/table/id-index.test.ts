import { describe, expect, test } from "@jest/globals";
import { indexIds } from "@despliega/storage";
import fc from "fast-check";

const safeInteger = fc.maxSafeInteger();
const nearby = fc.integer({ min: -50, max: 50 });

/** An index must find every id in its row, and none of the others. */
const agreesWithMap = (ids: readonly number[], others: readonly number[]): void => {
  const index = indexIds(Float64Array.from(ids));
  const rows = new Map(ids.map((id, row) => [id, row]));
  const sought = [...ids, ...others];
  expect(sought.map(index.find)).toEqual(sought.map((id) => rows.get(id) ?? -1));
};

describe("the index of ids", () => {
  test("finds what a Map finds", () => {
    const ids = fc.uniqueArray(fc.oneof(safeInteger, nearby), { maxLength: 300 });
    fc.assert(fc.property(ids, fc.array(fc.oneof(safeInteger, nearby)), agreesWithMap));
  });

  test("finds ids at any stride from any start", () => {
    const stride = fc.oneof(
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 0, max: 43 }).map((power) => 2 ** power),
    );
    fc.assert(
      fc.property(stride, safeInteger, (step, start) => {
        const first = Math.trunc(start / 2);
        const ids = Array.from({ length: 500 }, (_, i) => first + i * step);
        agreesWithMap(
          ids,
          ids.map((id) => id + 0.5),
        );
      }),
    );
  });

  test("distinguishes an id from its negative, and ids that differ by a multiple of 2^32", () => {
    const apart = [1, -1, 2 ** 32 + 1, 2 ** 32 - 1, -(2 ** 32) + 1, -(2 ** 32) - 1, 2 ** 40 + 1];
    agreesWithMap([...apart, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER], [0, 2 ** 33 + 1]);
  });

  test("finds nothing among no ids, and nothing that is not an id", () => {
    expect(indexIds(new Float64Array()).find(0)).toBe(-1);
    const index = indexIds(Float64Array.of(0, 1, 2));
    for (const id of [NaN, Infinity, -Infinity, 0.5, 1e300]) expect(index.find(id)).toBe(-1);
    expect(index.find(-0)).toBe(0);
  });

  test("refuses an id that is used twice, and names the rows", () => {
    expect(() => indexIds(Float64Array.of(5, 6, 7, 6))).toThrow("rows 1 and 3 have the same id");
  });

  test.each([
    ["in a row", (i: number) => 5_000_000 + i],
    ["2^20 apart", (i: number) => i * 2 ** 20],
    ["2^32 apart", (i: number) => (i - 500_000) * 2 ** 32],
  ])("holds a million ids %s", (_, idOf) => {
    const ids = new Float64Array(1_000_000).map((_, i) => idOf(i));
    const index = indexIds(ids);
    expect(ids.every((id, row) => index.find(id) === row)).toBe(true);
    expect(index.find(idOf(1_000_000))).toBe(-1);
  });
});
