import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { writeMatrix } from "../tools/bench/lib/matrix.js";

test("the chosen columns become float64 in row order, 0 where empty", async () => {
  const folder = await mkdtemp(join(tmpdir(), "despliega-matrix-"));
  try {
    const csv = join(folder, "table.csv");
    await writeFile(csv, "id,b,status,a\n1,2.5,1,\n2,,0,-3\n");
    const file = join(folder, "matrix.f64");
    const matrix = await writeMatrix({ csv, features: ["a", "b"], label: "status" }, file);
    const bytes = await readFile(file);
    expect(matrix.rows).toBe(2);
    expect(Array.from({ length: 6 }, (_, index) => bytes.readDoubleLE(index * 8))).toEqual([
      0, 2.5, 1, -3, 0, 0,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
