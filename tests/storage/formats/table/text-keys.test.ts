import { describe, expect, test } from "@jest/globals";
import {
  readFeatureTableArrow,
  readFeatureTableCsv,
  type FeatureTable,
  type KeyColumn,
  type KeyValue,
} from "@despliega/storage";
import fc from "fast-check";

import { csvField } from "../../../values/support.js";
import { encodeArrow } from "./arrow-encoding.js";
import { inChunks, type GivenTable, type TableFormat } from "./feature-table.suite.js";

interface KeyedFormat extends Pick<TableFormat, "load"> {
  readonly encode: (table: GivenTable, keys: readonly KeyColumn[]) => Promise<Uint8Array>;
}

const CSV: KeyedFormat = {
  encode: async ({ names, rows }) => {
    const lines = [names, ...rows].map((row) => row.map((value) => csvField(`${value}`)).join());
    return Buffer.from(`${lines.join("\n")}\n`);
  },
  load: readFeatureTableCsv,
};

const ARROW: KeyedFormat = {
  encode: (table, keys) => {
    const types = keys.map(({ type }) => (type === "integer" ? "int64" : "utf8"));
    return encodeArrow(table, { types: [...types, "int32"] });
  },
  load: readFeatureTableArrow,
};

const CODE: readonly KeyColumn[] = [{ name: "code", type: "text" }];
const ROUTE: readonly KeyColumn[] = [
  { name: "origin", type: "text" },
  { name: "number", type: "integer" },
];

/** A text of a key: any characters of Unicode without controls of ASCII, up to 128 bytes. */
const text = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    fc.integer({ min: 0, max: 99 }).map((number) => `${number}`.padStart(4, "0")),
    fc.uuid(),
  )
  // oxlint-disable-next-line no-control-regex
  .filter((value) => !/[\u0000-\u001f\u007f]/.test(value) && Buffer.byteLength(value) <= 128);

describe.each([
  ["CSV", CSV],
  ["Arrow", ARROW],
] as const)("keys of text in %s", (_, { encode, load }) => {
  const read = async (
    keys: readonly KeyColumn[],
    keyed: readonly (readonly KeyValue[])[],
    { size = 1 << 16, rows = keyed.length } = {},
  ): Promise<FeatureTable> => {
    const given: GivenTable = {
      names: [...keys.map(({ name }) => name), "place"],
      rows: keyed.map((key, row) => [...key, row]),
    };
    const features = [{ name: "place", type: "integer", missing: "refused" }] as const;
    return load(inChunks(await encode(given, keys), size), { keys, features, rows });
  };

  const placeOf = (table: FeatureTable, key: readonly KeyValue[]): number | undefined => {
    const row = new Float64Array(1);
    const at = table.find(key);
    if (at === -1) return undefined;
    table.read(at, row);
    return row[0]!;
  };

  test("are found whatever they are, and others are not", async () => {
    const others = fc.array(text, { maxLength: 20 });
    const all = fc.uniqueArray(text, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(all, others, fc.integer({ min: 1, max: 50 }), async (keys, sought, size) => {
        const table = await read(
          CODE,
          keys.map((key) => [key]),
          { size },
        );
        keys.forEach((key, row) => {
          expect(placeOf(table, [key])).toBe(row);
          expect(table.key(row)).toEqual([key]);
        });
        for (const key of sought) if (!keys.includes(key)) expect(table.find([key])).toBe(-1);
      }),
      { numRuns: 60 },
    );
  });

  test("of several columns are found by all of them", async () => {
    const key = fc.tuple(text, fc.maxSafeInteger());
    const all = fc.uniqueArray(key, {
      selector: (of) => of.join(" "),
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(all, async (keys) => {
        const table = await read(ROUTE, keys);
        keys.forEach((of, row) => {
          expect(placeOf(table, of)).toBe(row);
          expect(table.key(row)).toEqual(of);
        });
      }),
      { numRuns: 40 },
    );
    const table = await read(ROUTE, [
      ["A1", 2],
      ["A", 12],
    ]);
    expect(table.find(["A1", 2])).toBe(0);
    expect(table.find(["A", 12])).toBe(1);
    expect(table.find(["A", 1])).toBe(-1);
  });

  test("keep leading zeros, case and accents, and are compared by their bytes", async () => {
    const keys = ["007", "7", "mad", "MAD", "é", "e\u0301", " MAD", "A/B", "50%"];
    const table = await read(
      CODE,
      keys.map((key) => [key]),
    );
    expect(keys.map((key) => table.find([key]))).toEqual(keys.map((_key, row) => row));
    expect(table.find(["07"])).toBe(-1);
  });

  test("are as many as the manifest says", async () => {
    await expect(read(CODE, [["MAD"], ["BCN"], ["007"]], { rows: 1 })).rejects.toThrow(
      "there are more than 1 rows",
    );
    await expect(read(CODE, [["MAD"]], { rows: 2 })).rejects.toThrow("there are 1 rows, not 2");
    expect((await read(CODE, [])).find(["MAD"])).toBe(-1);
  });

  test("may have 128 bytes", async () => {
    const key = "ñ".repeat(64);
    expect((await read(CODE, [[key]])).find([key])).toBe(0);
  });

  test.each<[string, readonly KeyColumn[], readonly (readonly KeyValue[])[], string]>([
    ["one twice", CODE, [["MAD"], ["BCN"], ["MAD"]], "rows 0 and 2 have the same key"],
    [
      "two columns twice",
      ROUTE,
      [
        ["MAD", 1],
        ["MAD", 2],
        ["MAD", 1],
      ],
      "rows 0 and 2 have",
    ],
    ["one that is empty", CODE, [["MAD"], [""]], "row 1 has a key that is not 1 to 128 bytes"],
    ["129 bytes", CODE, [["ñ".repeat(64) + "a"]], "row 0 has a key that is not 1 to 128 bytes"],
    ["a line break", CODE, [["MA\nD"]], "row 0 has a key that is not 1 to 128 bytes"],
    ["the separator", CODE, [["MA\u001fD"]], "row 0 has a key that is not 1 to 128 bytes"],
    ["a delete character", CODE, [["MAD\u007f"]], "row 0 has a key that is not"],
    ["a number too large", ROUTE, [["MAD", 2 ** 53]], "row 0 has no integer id"],
  ])("are refused with %s", async (_name, keys, rows, message) => {
    await expect(read(keys, rows)).rejects.toThrow(message);
  });
});

test("a key in Arrow that is no UTF-8, ends before it begins, or is missing is refused", async () => {
  const shape = {
    keys: CODE,
    features: [{ name: "place", type: "integer", missing: "refused" }] as const,
    rows: 2,
  };
  const good = await encodeArrow({
    names: ["code", "place"],
    rows: [
      ["MAD", 0],
      ["BCN", 1],
    ],
  });
  const altered = async (find: Uint8Array, put: Uint8Array): Promise<unknown> => {
    const bytes = Buffer.from(good);
    bytes.set(put, bytes.indexOf(find));
    return readFeatureTableArrow(inChunks(bytes, 64), shape);
  };
  await expect(altered(Buffer.from("MAD"), Buffer.of(0xff, 0xff, 0xff))).rejects.toThrow(
    "row 0 has a key that is not",
  );
  const offsets = new Uint8Array(Int32Array.of(0, 3, 6).buffer);
  for (const wrong of [
    Int32Array.of(0, 7, 6),
    Int32Array.of(0, 3, 2 ** 30),
    Int32Array.of(-3, 3, 6),
  ])
    await expect(altered(offsets, new Uint8Array(wrong.buffer))).rejects.toThrow(RangeError);
  const missing = await encodeArrow({
    names: ["code", "place"],
    rows: [
      ["MAD", 0],
      [null, 1],
    ],
  });
  await expect(readFeatureTableArrow(inChunks(missing, 64), shape)).rejects.toThrow(
    "row 1 has no key",
  );
});

test("the keys of many rows are found, however alike they are", async () => {
  // More than the 16 MiB of one page of bytes.
  const keys = Array.from({ length: 140_000 }, (_, row) => `${row}`.padStart(128, "0"));
  const rows = keys.map((key, row) => [key, row]);
  const bytes = await encodeArrow({ names: ["code", "place"], rows }, { batch: 65_536 });
  const table = await readFeatureTableArrow(inChunks(bytes, 1 << 16), {
    keys: CODE,
    features: [{ name: "place", type: "integer", missing: "refused" }],
    rows: keys.length,
  });
  expect(keys.every((key, row) => table.find([key]) === row)).toBe(true);
  expect(table.find(["140000".padStart(128, "0")])).toBe(-1);
});
