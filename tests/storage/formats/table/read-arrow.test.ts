import { isNativeError } from "node:util/types";

import { describe, expect, test } from "@jest/globals";
import { readFeatureTableArrow, type FeatureTable } from "@despliega/storage";
import fc from "fast-check";

import { encodeArrow, type ArrowChoices } from "./arrow-encoding.js";
import {
  describeFeatureTable,
  inChunks,
  rowOf,
  shapeOf,
  type GivenTable,
} from "./feature-table.suite.js";
import { PYARROW_COMPRESSED_FILE, PYARROW_FILE } from "./pyarrow-files.js";

describeFeatureTable("Arrow", { encode: encodeArrow, load: readFeatureTableArrow });

const load = (bytes: Uint8Array, rows: number): Promise<FeatureTable> =>
  readFeatureTableArrow(inChunks(bytes, 64), shapeOf(rows));

const names = ["id", "a", "n"];
const read = async (rows: GivenTable["rows"], choices?: ArrowChoices): Promise<FeatureTable> =>
  load(await encodeArrow({ names, rows }, choices), rows.length);

describe("a feature table in Arrow", () => {
  test.each([1, 2, 7, 1_000, 5_000])("holds all rows of batches of %p", async (batch) => {
    const rows = Array.from({ length: 3_000 }, (_, i) => [
      i * 3,
      i % 5 === 0 ? null : i / 2,
      9 - i,
    ]);
    const table = await read(rows, { batch });
    for (const [id, a, n] of rows) expect(rowOf(table, id!)).toEqual([a ?? NaN, n]);
    expect(table.find([1])).toBe(-1);
  });

  test("may be written by another library", async () => {
    const table = await load(PYARROW_FILE, 3);
    expect(rowOf(table, 7)).toEqual([1.5, -2]);
    expect(rowOf(table, -3)).toEqual([NaN, 4]);
    expect(rowOf(table, 2 ** 40)).toEqual([0.001, 2 ** 31 - 1]);
  });

  test("holds the whole range of its integers, except the smallest, which marks a missing value", async () => {
    const rows = [
      [1, null, -(2 ** 31) + 1],
      [2, 0, 2 ** 31 - 1],
    ];
    const types = ["int64", "int32", "int32"] as const;
    const table = await read(rows, { types });
    expect([rowOf(table, 1), rowOf(table, 2)]).toEqual([
      [NaN, -(2 ** 31) + 1],
      [0, 2 ** 31 - 1],
    ]);
    await expect(read([[1, 0, -(2 ** 31)]], { types })).rejects.toThrow(
      "row 0 has a value that is not a number",
    );
  });

  test.each([
    ["an id that is float64", ["float64", "float64", "int32"], "id is not int64"],
    ["an id that is int32", ["int32", "float64", "int32"], "id is not int64"],
    ["a feature that is int64", ["int64", "float64", "int64"], "n is not int32 or float64"],
  ] as const)("is refused with %s", async (_, types, message) => {
    await expect(read([[7, 1, 2]], { types })).rejects.toThrow(message);
  });

  test.each([
    ["text", Buffer.from("id,a,n\n7,1,2\n"), "it is not an Arrow file"],
    ["nothing at all", Buffer.alloc(0), "it ends too early"],
    ["compression", PYARROW_COMPRESSED_FILE, "it is compressed"],
    ["a stream without the file around it", PYARROW_FILE.subarray(8), "it is not an Arrow file"],
  ])("is refused with %s", async (_, bytes, message) => {
    await expect(load(bytes, 3)).rejects.toThrow(message);
  });

  test("is refused with a number that no name has", async () => {
    const bytes = await encodeArrow({
      names: ["id", "c"],
      rows: [
        [7, 2],
        [8, null],
      ],
    });
    const category = {
      name: "c",
      type: "category",
      categories: ["x", "y"],
      missing: "kept",
    } as const;
    const keys = [{ name: "id", type: "integer" }] as const;
    const read = (unseen: "refused" | "other") =>
      readFeatureTableArrow(inChunks(bytes, 64), {
        keys,
        features: [{ ...category, unseen }],
        rows: 2,
      });
    await expect(read("refused")).rejects.toThrow("row 0 has a value that c does not have");
    expect((await read("other")).rows).toBe(2);
  });

  test("is refused or read as a table of the same rows when any of its bytes differ", async () => {
    const original = await encodeArrow({
      names,
      rows: [
        [7, 1.5, -2],
        [-3, null, 4],
      ],
    });
    const change = fc.tuple(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = Buffer.from(original);
        for (const [at, bits] of changes) bytes[at]! ^= bits;
        const table = await load(bytes, 2).catch((cause: unknown) => cause);
        if (isNativeError(table)) expect(table.name).toBe("RangeError");
        else expect((table as FeatureTable).rows).toBe(2);
      }),
      { numRuns: 2_000 },
    );
  });
});
