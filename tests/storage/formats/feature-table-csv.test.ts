import { describe, expect, test } from "@jest/globals";
import { readFeatureTableCsv, type FeatureTable } from "@despliega/storage";
import fc from "fast-check";

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = (text: string, rows: number, size = 1 << 16): Promise<FeatureTable> =>
  readFeatureTableCsv(chunksOf(text, size), { entity: "id", features: ["a", "b"], rows });

const rowOf = (table: FeatureTable, id: number): number[] => {
  const row = new Float64Array(2);
  table.read(table.find(id), row);
  return [...row];
};

describe("a feature table in CSV", () => {
  test("holds its rows by id, with NaN for an empty field", async () => {
    const table = await read("id,a,b\n7,1.5,-2\n-3,,1e-3\n", 2);
    expect(table.rows).toBe(2);
    expect(rowOf(table, 7)).toEqual([1.5, -2]);
    expect(rowOf(table, -3)).toEqual([NaN, 0.001]);
    expect(table.find(8)).toBe(-1);
  });

  test.each([
    ["no line end at its end", "id,a,b\n7,1,2"],
    ["CRLF", "id,a,b\r\n7,1,2\r\n"],
    ["quotes", '"id","a","b"\n"7","1","2"\n'],
  ])("may have %s", async (_, text) => {
    expect(rowOf(await read(text, 1), 7)).toEqual([1, 2]);
  });

  test("keeps every number to the bit, wherever its chunks are cut", async () => {
    const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: NaN });
    const rows = fc.uniqueArray(fc.tuple(fc.maxSafeInteger(), value, value), {
      selector: ([id]) => id,
      maxLength: 50,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (all, size) => {
        const fields = all.map((row) => row.map((field) => (Number.isNaN(field) ? "" : field)));
        const text = ["id,a,b", ...fields.map((row) => row.join()), ""].join("\n");
        const table = await read(text, all.length, size);
        // A negative zero is written as 0.
        for (const [id, a, b] of all) expect(rowOf(table, id)).toEqual([a + 0, b + 0]);
      }),
    );
  });

  test.each([
    ["nothing at all", "", "there are 0 rows, not 1"],
    ["a header alone", "id,a,b\n", "there are 0 rows, not 1"],
    ["columns in another order", "id,b,a\n7,1,2\n", "the header is not id,a,b"],
    ["a missing column", "id,a\n7,1\n", "the header is not id,a,b"],
    ["a byte order mark", "\uFEFFid,a,b\n7,1,2\n", "the header is not id,a,b"],
    ["fewer rows", "id,a,b\n", "there are 0 rows, not 1"],
    ["more rows", "id,a,b\n7,1,2\n8,1,2\n", "there are more than 1 rows"],
    ["a row that is too long", "id,a,b\n7,1,2,3\n", "Invalid Record Length"],
    ["a row that is too short", "id,a,b\n7,1\n", "Invalid Record Length"],
    ["an open quote", 'id,a,b\n7,"1,2\n', "Quote Not Closed"],
    ["an empty id", "id,a,b\n,1,2\n", "row 0 has no integer id"],
    ["an id that is no integer", "id,a,b\n7.5,1,2\n", "row 0 has no integer id"],
    ["an id that is too large", "id,a,b\n9007199254740993,1,2\n", "row 0 has no integer id"],
    ["a word", "id,a,b\n7,x,2\n", "row 0 has a value that is not a number"],
    ["an infinite value", "id,a,b\n7,Infinity,2\n", "row 0 has a value that is not a number"],
    [
      "a number beyond the largest",
      "id,a,b\n7,1e999,2\n",
      "row 0 has a value that is not a number",
    ],
  ])("is refused with %s", async (_, text, message) => {
    await expect(read(text, 1)).rejects.toThrow(message);
    await expect(read(text, 1, 5)).rejects.toThrow(message);
  });

  test("is refused with an id twice", async () => {
    await expect(read("id,a,b\n7,1,2\n7,1,2\n", 2)).rejects.toThrow("have the same id");
  });

  test("passes on why its bytes stop", async () => {
    const stopping = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from("id,a,b\n7,1,2\n");
      throw new Error("the line is down");
    };
    const shape = { entity: "id", features: ["a", "b"], rows: 1 };
    await expect(readFeatureTableCsv(stopping(), shape)).rejects.toThrow("the line is down");
  });

  test("does not read on behind a fault", async () => {
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from("id,a,b\n");
        for (;;) yield Buffer.from("7,x,2\n");
      } finally {
        closed = true;
      }
    };
    const shape = { entity: "id", features: ["a", "b"], rows: 1 };
    await expect(readFeatureTableCsv(endless(), shape)).rejects.toThrow("not a number");
    expect(closed).toBe(true);
  });
});
