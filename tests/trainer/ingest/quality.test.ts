import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Columns } from "@despliega/trainer/model/columns.js";

import { testKeys } from "../support/keys.js";
import { openBench, type Bench } from "./support.js";

const COLUMNS: Columns = {
  city: { type: "text", optional: true },
  day: { type: "date" },
  points: { type: "integer", optional: true, min: 0 },
  unused: { type: "number", optional: true },
};

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(undefined, testKeys("k1"));
});
afterAll(() => bench.close());

const file = [
  "city,day,points,unused",
  "Cádiz,2024-01-02,4,",
  "Cádiz,2024-03-04,4,",
  ",2024-01-02,4,",
  "Cádiz,2024-01-02,4,",
  "Cádiz,2024-13-02,-1,",
  "León,soon,4,",
  "too,many,fields,are,here",
  "",
].join("\n");

describe("the quality of an input", () => {
  test("counts what is missing, constant and repeated in the rows that were kept", async () => {
    const { kept, quality } = await bench.ingest(file, COLUMNS, 1);
    expect(kept).toBe(4);
    expect(quality.repeated).toBe(1);
    expect(quality.columns).toEqual([
      { name: "city", type: "text", missing: 1, isConstant: true },
      {
        ...{ name: "day", type: "date", missing: 0, isConstant: false },
        range: ["2024-01-02", "2024-03-04"],
      },
      { name: "points", type: "integer", missing: 0, isConstant: true, range: [4, 4] },
      { name: "unused", type: "number", missing: 4, isConstant: false },
    ]);
  });

  test("has the reasons of rejected rows, most first", async () => {
    const { quality } = await bench.ingest(file, COLUMNS, 1);
    expect(quality.causes).toEqual([
      { column: "day", reason: "not a DATE", rows: 2 },
      { column: "", reason: expect.any(String), rows: 1 },
      { column: "points", reason: "out of range", rows: 1 },
    ]);
  });

  test("tells no end of what identifies people", async () => {
    const columns: Columns = {
      patient: { type: "text", person: "identifier", unique: true },
      name: { type: "text", person: "name" },
      age: { type: "integer" },
    };
    const { quality } = await bench.ingest("patient,name,age\nA1,Ana,31\nB2,Blas,47\n", columns);
    expect(quality.columns).toEqual([
      { name: "patient", type: "text", missing: 0, isConstant: false },
      { name: "age", type: "integer", missing: 0, isConstant: false, range: [31, 47] },
    ]);
  });
});
