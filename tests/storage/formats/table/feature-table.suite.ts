import { describe, expect, test } from "@jest/globals";
import type { FeatureTable, TableShape } from "@despliega/storage";
import fc from "fast-check";

/** A table of a test: the names of its columns, and its rows with the key first. */
export interface GivenTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly (number | string | null)[])[];
}

/** A format of feature tables. */
export interface TableFormat {
  readonly encode: (table: GivenTable) => Promise<Uint8Array>;
  readonly load: (chunks: AsyncIterable<Uint8Array>, shape: TableShape) => Promise<FeatureTable>;
}

/** The shape of the suite's tables: `a` is any number and may be missing, `n` is a whole number and may not. */
export const shapeOf = (rows: number): TableShape => ({
  keys: [{ name: "id", type: "integer" }],
  features: [
    { name: "a", type: "number", missing: { fill: 0 } },
    { name: "n", type: "integer", missing: "refused" },
  ],
  rows,
});

/** Splits bytes into chunks of a size. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The features of an entity in a table. */
export const rowOf = (table: FeatureTable, id: number): number[] => {
  const row = new Float64Array(2);
  table.read(table.find([id]), row);
  return [...row];
};

/** The tests of every reader of feature tables, so that a release serves the same from each format. */
export const describeFeatureTable = (format: string, { encode, load }: TableFormat): void => {
  const names = ["id", "a", "n"];
  const read = async (
    rows: GivenTable["rows"],
    { expected = rows.length, size = 1 << 16, columns = names } = {},
  ): Promise<FeatureTable> =>
    load(inChunks(await encode({ names: columns, rows }), size), shapeOf(expected));

  describe(`a feature table in ${format}`, () => {
    test("finds its rows by id, with NaN for a missing value", async () => {
      const table = await read([
        [7, 1.5, -2],
        [-3, null, 4],
      ]);
      expect(table.rows).toBe(2);
      expect(rowOf(table, 7)).toEqual([1.5, -2]);
      expect(rowOf(table, -3)).toEqual([NaN, 4]);
      expect(table.find([8])).toBe(-1);
    });

    test("keeps every bit of every number, with chunks of any size", async () => {
      // The text of a negative zero is that of zero.
      const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
      const whole = fc.oneof(fc.integer(), fc.maxSafeInteger());
      const row = fc.tuple(fc.maxSafeInteger(), fc.option(number), whole);
      const rows = fc.uniqueArray(row, { selector: ([id]) => id, minLength: 1, maxLength: 50 });
      await fc.assert(
        fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (all, size) => {
          const table = await read(all, { size });
          for (const [id, a, n] of all) expect(rowOf(table, id)).toEqual([a ?? NaN, n]);
        }),
      );
    });

    test("may have no rows", async () => {
      expect((await read([])).find([0])).toBe(-1);
    });

    const good = [7, 1.5, 2];
    test.each([
      ["columns in another order", [good], 1, ["id", "n", "a"], "not id,a,n"],
      ["a column missing", [[7, 1.5]], 1, ["id", "a"], "not id,a,n"],
      ["a column too many", [[...good, 1]], 1, [...names, "b"], "not id,a,n"],
      ["a column of another name", [good], 1, ["id", "a", "m"], "not id,a,n"],
      ["fewer rows", [good], 2, names, "there are 1 rows, not 2"],
      ["no rows", [], 1, names, "there are 0 rows, not 1"],
      ["more rows", [good, [8, 1, 2]], 1, names, "there are more than 1 rows"],
      ["an id twice", [good, [8, 1, 2], good], 3, names, "rows 0 and 2 have the same id"],
      ["an id that is missing", [good, [null, 1, 2]], 2, names, "row 1 has no integer id"],
      ["an id that is too large", [good, [2 ** 53, 1, 2]], 2, names, "row 1 has no integer id"],
      ["an id that is too small", [[-(2 ** 53), 1, 2]], 1, names, "row 0 has no integer id"],
      ["an infinite value", [[7, Infinity, 2]], 1, names, "row 0 has a value that is not a number"],
      ["a value that is no number", [[7, NaN, 2]], 1, names, "row 0 has a value that is not"],
      ["a fraction among integers", [good, [8, 1, 0.5]], 2, names, "row 1 has a value that is not"],
      ["a value missing that may not be", [good, [8, 1, null]], 2, names, "row 1 lacks n"],
    ])("is refused with %s", async (_, rows, expected, columns, message) => {
      await expect(read(rows, { expected, columns })).rejects.toThrow(message);
      await expect(read(rows, { expected, columns, size: 5 })).rejects.toThrow(message);
    });

    test("is refused when it ends at any byte before its last row", async () => {
      const bytes = await encode({ names, rows: [good] });
      const whole = (await encode({ names, rows: [] })).length;
      for (let length = 0; length < Math.min(whole, bytes.length); length++)
        await expect(load(inChunks(bytes.subarray(0, length), 64), shapeOf(1))).rejects.toThrow();
    });

    test("is read to its end, where the source checks the hash", async () => {
      const bytes = await encode({ names, rows: [good] });
      const objecting = async function* (): AsyncGenerator<Uint8Array> {
        yield* inChunks(bytes, 16);
        throw new Error("these are not the published bytes");
      };
      await expect(load(objecting(), shapeOf(1))).rejects.toThrow("not the published bytes");
    });

    test("passes the error of its source on", async () => {
      const bytes = await encode({ names, rows: [good] });
      const stopping = async function* (): AsyncGenerator<Uint8Array> {
        yield bytes.subarray(0, 9);
        throw new Error("the line is down");
      };
      await expect(load(stopping(), shapeOf(1))).rejects.toThrow("the line is down");
    });

    test("stops reading at a fault", async () => {
      const faulty = await encode({ names, rows: [[8, Infinity, 2], good] });
      let closed = false;
      const endless = async function* (): AsyncGenerator<Uint8Array> {
        try {
          for (;;) yield faulty;
        } finally {
          closed = true;
        }
      };
      await expect(load(endless(), shapeOf(2))).rejects.toThrow("not a number");
      expect(closed).toBe(true);
    });
  });
};
