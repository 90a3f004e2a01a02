import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { temporaryDirectory } from "../support/temporary.js";
import {
  drawLabelled,
  readLabelled,
  splitLabelled,
  writeLabelled,
} from "../tools/bench/lib/labelled.js";

test("a table is read column by column, with its label apart", async () => {
  const file = join(await temporaryDirectory(), "table.csv");
  await writeFile(file, "a,sick,b\n1,0,2.5\n-3,1,\n");
  expect(await readLabelled(file, "sick")).toEqual({
    columns: [Float64Array.of(1, -3), Float64Array.of(2.5, NaN)],
    target: Float64Array.of(0, 1),
  });
  await expect(readLabelled(file, "ill")).rejects.toThrow("ill");
});

test("a split has each row once, and as large a share of each label on both sides", () => {
  const target = Float64Array.from({ length: 40 }, (_, row) => (row < 8 ? 1 : 0));
  const columns = [Float64Array.from({ length: 40 }, (_, row) => row)];
  const { training, test } = splitLabelled({ columns, target }, 0.25, 1);
  expect([training, test].map((side) => side.target.reduce((a, b) => a + b))).toEqual([6, 2]);
  expect([...training.columns[0]!, ...test.columns[0]!].sort((a, b) => a - b)).toEqual([
    ...columns[0]!,
  ]);
  expect(splitLabelled({ columns, target }, 0.25, 1)).toEqual({ training, test });
  expect(splitLabelled({ columns, target }, 0.25, 2)).not.toEqual({ training, test });
});

test("drawn rows are the same for a seed, and are written row by row with the label last", async () => {
  const drawn = drawLabelled(3, 4, 7);
  expect(drawLabelled(3, 4, 7)).toEqual(drawn);
  const file = join(await temporaryDirectory(), "matrix.f64");
  await writeLabelled(file, drawn);
  const bytes = await readFile(file);
  const row = (at: number) =>
    Array.from({ length: 5 }, (_, i) => bytes.readDoubleLE(40 * at + 8 * i));
  expect(row(2)).toEqual([...drawn.columns.map((column) => column[2]), drawn.target[2]]);
});
