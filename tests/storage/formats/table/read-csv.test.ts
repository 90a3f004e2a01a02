import { describe, expect, test } from "@jest/globals";
import { readFeatureTableCsv, type FeatureTable, type TableShape } from "@despliega/storage";

import { describeFeatureTable, inChunks, rowOf, shapeOf } from "./feature-table.suite.js";

describeFeatureTable("CSV", {
  encode: async ({ names, rows }) =>
    Buffer.from([names, ...rows].map((row) => `${row.join()}\n`).join("")),
  load: readFeatureTableCsv,
});

const read = (text: string, rows: number, size = 1 << 16): Promise<FeatureTable> =>
  readFeatureTableCsv(inChunks(Buffer.from(text), size), shapeOf(rows));

describe("a feature table in CSV", () => {
  test.each([
    ["no line end at its end", "id,a,n\n7,1,2"],
    ["CRLF", "id,a,n\r\n7,1,2\r\n"],
    ["quotes", '"id","a","n"\n"7","1","2"\n'],
    ["an exponent", "id,a,n\n7,1e0,20e-1\n"],
  ])("may have %s", async (_, text) => {
    expect(rowOf(await read(text, 1), 7)).toEqual([1, 2]);
  });

  test.each([
    ["nothing at all", "", "there are 0 rows, not 1"],
    ["a byte order mark", "\uFEFFid,a,n\n7,1,2\n", "the header is not id,a,n"],
    ["a row that is too long", "id,a,n\n7,1,2,3\n", "Invalid Record Length"],
    ["a row that is too short", "id,a,n\n7,1\n", "Invalid Record Length"],
    ["an open quote", 'id,a,n\n7,"1,2\n', "Quote Not Closed"],
    ["an id that is no integer", "id,a,n\n7.5,1,2\n", "row 0 has no integer id"],
    ["an id between two doubles", "id,a,n\n9007199254740993,1,2\n", "row 0 has no integer id"],
    ["a word", "id,a,n\n7,x,2\n", "row 0 has a value that is not a number"],
    [
      "a number beyond the largest",
      "id,a,n\n7,1e999,2\n",
      "row 0 has a value that is not a number",
    ],
  ])("is refused with %s", async (_, text, message) => {
    await expect(read(text, 1)).rejects.toThrow(message);
    await expect(read(text, 1, 5)).rejects.toThrow(message);
  });
});

describe("names, true and false in CSV", () => {
  const shape: TableShape = {
    keys: [{ name: "id", type: "integer" }],
    features: [
      {
        name: "c",
        type: "category",
        categories: ["x", "y, z"],
        unseen: "refused",
        missing: "kept",
      },
      { name: "o", type: "category", categories: ["x"], unseen: "other", missing: "refused" },
      { name: "b", type: "boolean", missing: "kept" },
    ],
    rows: 1,
  };
  const readRow = async (line: string): Promise<number[]> => {
    const bytes = Buffer.from(`id,c,o,b\n7,${line}\n`);
    const table = await readFeatureTableCsv(inChunks(bytes, 64), shape);
    const row = new Float64Array(3);
    table.read(table.find([7]), row);
    return [...row];
  };

  test("are the numbers that their model takes", async () => {
    expect(await readRow('"y, z",x,true')).toEqual([1, 0, 1]);
    expect(await readRow(",w,false")).toEqual([NaN, 1, 0]);
    expect(await readRow("x,x,")).toEqual([0, 0, NaN]);
  });

  test.each([
    ["a name that is refused", "w,x,true", "row 0 has a value that c does not have"],
    ["another word for true", "x,x,yes", "row 0 has a value that b does not have"],
    ["a name missing that may not be", "x,,true", "row 0 lacks o"],
  ])("are refused with %s", async (_, line, message) => {
    await expect(readRow(line)).rejects.toThrow(message);
  });
});
