import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import {
  readFeatureTableArrow,
  readFeatureTableCsv,
  type ByKey,
  type FeatureTable,
  type KeyColumn,
  type NewPart,
} from "@despliega/storage";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { writeTables } from "@despliega/trainer/release/tables.js";
import { tableFromIPC } from "apache-arrow";

import { riesgo } from "../../support/models.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { makeServing } from "../../support/serving.js";
import { testEngine } from "../support/engine.js";

// More than one batch of 65,536, the last of them of no round size.
const ROWS = 70_001;
const LARGE = 50_000;

const engine = await testEngine();
const engines = [await testEngine(1), await testEngine(3)];

interface Written {
  readonly parts: readonly NewPart[];
  readonly csv: string;
  readonly arrow: string;
}

const write = async (
  on: Engine,
  observations: Parameters<typeof writeTables>[2],
  large?: number,
  model = riesgo,
): Promise<Written> => {
  const directory = await temporaryDirectory();
  const parts = await writeTables(on, model, observations, directory, { large });
  const file = (name: string) => join(directory, name);
  return { parts, csv: file("features.csv"), arrow: file("features.arrow") };
};

const { csv, arrow } = await write(engine, await makeServing(engine, ROWS), LARGE);

const features = riesgo.features.map(({ name, type, missing }) => ({
  name,
  type,
  missing: missing === "allowed" ? { fill: 0 } : ("refused" as const),
}));

const shape = { keys: [{ name: "id", type: "integer" as const }], features, rows: ROWS };

/** All values of a table, in the order of the ids. */
const valuesOf = (table: FeatureTable): Buffer => {
  const all = new Float64Array(ROWS * features.length);
  for (let i = 0; i < ROWS; i++)
    table.read(table.find([1_000 + i * 3]), all.subarray(i * features.length));
  return Buffer.from(all.buffer);
};

describe("a large table", () => {
  test("loads to the same bits from both", async () => {
    const fromCsv = await readFeatureTableCsv(createReadStream(csv), shape);
    const fromArrow = await readFeatureTableArrow(createReadStream(arrow), shape);
    expect(valuesOf(fromArrow).equals(valuesOf(fromCsv))).toBe(true);
    expect(fromArrow.find([1_001])).toBe(-1);
  });

  test("is read by Arrow's own library, with nulls for what is missing", async () => {
    const table = tableFromIPC(await readFile(arrow));
    expect(table.numRows).toBe(ROWS);
    expect(table.schema.fields.map((field) => `${field.name} ${String(field.type)}`)).toEqual([
      "id Int64",
      "nb_previous_loans Int32",
      "avg_amount_loans_previous Float64",
      "age Int32",
      "years_on_the_job Int32",
      "flag_own_car Int32",
    ]);
    expect(table.schema.fields.map(({ nullable }) => nullable)).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
    const ids = Array.from(table.getChild("id")!, Number);
    for (const { name } of features) {
      const expected = await engine.row(
        `SELECT count(*) - count(${name}) AS missing, sum(${name}::DOUBLE * (entity % 7)) AS sum FROM serving`,
      );
      const column = table.getChild(name)!;
      let sum = 0;
      let row = 0;
      for (const value of column) sum += Number(value ?? 0) * (ids[row++]! % 7);
      expect(column.nullCount).toBe(expected["missing"]);
      expect(sum / Number(expected["sum"])).toBeCloseTo(1, 9);
    }
  });

  test("has the same bytes whatever the number of threads", async () => {
    const expected = await readFile(arrow);
    for (const each of engines) {
      const again = await write(each, await makeServing(each, ROWS), LARGE);
      expect((await readFile(again.arrow)).equals(expected)).toBe(true);
    }
  });

  test("is one of more than 20,000 rows, and there in CSV and in Arrow", async () => {
    const names = async (rows: number): Promise<(string | number | undefined)[]> => {
      const { parts } = await write(engine, await makeServing(engine, rows));
      return parts.slice(1).flatMap(({ name, rows: count }) => [name, count]);
    };
    expect(await names(20_000)).toEqual(["features.csv", 20_000]);
    expect(await names(20_001)).toEqual(["features.csv", 20_001, "features.arrow", 20_001]);
  });

  test.each([
    ["2147483647", "Int32"],
    ["-2147483647", "Int32"],
    ["2147483648", "Float64"],
    ["-2147483648", "Float64"],
    ["9007199254740991", "Float64"],
    ["NULL", "Int32"],
  ])("has %s among its integers as %s", async (value, type) => {
    const ten = await makeServing(engine, 10, { years_on_the_job: value });
    const small = await write(engine, ten, 5);
    const table = tableFromIPC(await readFile(small.arrow));
    expect(String(table.getChild("years_on_the_job")!.type)).toBe(type);
    const shapeOfTen = { ...shape, rows: 10 };
    const [fromCsv, fromArrow] = [new Float64Array(5), new Float64Array(5)];
    (await readFeatureTableCsv(createReadStream(small.csv), shapeOfTen)).read(9, fromCsv);
    (await readFeatureTableArrow(createReadStream(small.arrow), shapeOfTen)).read(9, fromArrow);
    expect(fromArrow).toEqual(fromCsv);
  });

  test("has no column of a feature that comes with the request", async () => {
    const asked = (of: { readonly name: string }) =>
      of.name === "age" ? { from: "request" as const } : {};
    const model = {
      ...riesgo,
      features: riesgo.features.map((of) => ({ ...of, ...asked(of) })),
    };
    const written = await write(engine, await makeServing(engine, 10), 5, model);
    const shaped = {
      ...shape,
      features: features.map((of) => ({ ...of, ...asked(of) })),
      rows: 10,
    };
    const [fromCsv, fromArrow] = [new Float64Array(5).fill(-1), new Float64Array(5).fill(-1)];
    (await readFeatureTableCsv(createReadStream(written.csv), shaped)).read(9, fromCsv);
    (await readFeatureTableArrow(createReadStream(written.arrow), shaped)).read(9, fromArrow);
    expect(fromArrow).toEqual(fromCsv);
    expect(fromCsv.map((value) => Number(value === -1))).toEqual(Float64Array.of(0, 0, 1, 0, 0));
    const { schema } = tableFromIPC(await readFile(written.arrow));
    expect(schema.fields.map(({ name }) => name)).not.toContain("age");
  });

  test.each<[string, readonly KeyColumn[]]>([
    ["one text", [{ name: "id", type: "text" }]],
    [
      "a text and a whole number",
      [
        { name: "place", type: "text" },
        { name: "number", type: "integer" },
      ],
    ],
  ])("loads to the same keys and bits from both where a key is %s", async (_, keys) => {
    const observations = await makeServing(engine, 3_000, {}, "uuid");
    const name = observations.serving.name;
    // Texts of one and of four bytes for each character, and numbers of either sign.
    await engine.run(`CREATE OR REPLACE TABLE ${name} AS
      SELECT *, left(entity, 3) || repeat('\u{1d11e}', (hash(entity) % 9)::INTEGER) AS place,
             (hash(entity) % 4000)::BIGINT - 2000 + 1000000 * row_number() OVER (ORDER BY entity) AS number
      FROM ${name}`);
    const serving = { ...(riesgo.serving as ByKey), keys: [...keys] };
    const model = { ...riesgo, serving };
    const written = await write(engine, observations, 100, model);
    const shaped = { keys, features, rows: 3_000 };
    const fromCsv = await readFeatureTableCsv(createReadStream(written.csv), shaped);
    const fromArrow = await readFeatureTableArrow(createReadStream(written.arrow), shaped);
    const [left, right] = [new Float64Array(5), new Float64Array(5)];
    for (let row = 0; row < 3_000; row++) {
      const key = fromCsv.key(row);
      expect(fromArrow.key(row)).toEqual(key);
      expect(fromArrow.find(key)).toBe(row);
      fromCsv.read(row, left);
      fromArrow.read(row, right);
      expect(right).toEqual(left);
    }
    const types = keys.map(({ type }) => (type === "text" ? "Utf8" : "Int64"));
    const theirs = tableFromIPC(await readFile(written.arrow));
    expect(theirs.schema.fields.slice(0, keys.length).map(({ type }) => String(type))).toEqual(
      types,
    );
    expect(keys.map((key) => theirs.getChild(key.name)!.get(7)).map(String)).toEqual(
      fromCsv.key(7).map(String),
    );
  });
});
