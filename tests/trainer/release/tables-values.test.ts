import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { readFeatureTableArrow, readFeatureTableCsv, type TableFeature } from "@despliega/storage";
import type { ObservationTable } from "@despliega/trainer/estimators/observation-table.js";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";
import { writeTables } from "@despliega/trainer/release/tables.js";
import { tableFromIPC } from "apache-arrow";

import { riesgo } from "../../support/models.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { makeTable, testEngine } from "../support/engine.js";

const engine = await testEngine();

const common = { description: "One.", missing: "allowed" } as const;
const FEATURES: readonly FeatureDefinition[] = [
  { name: "region", type: "category", values: ["b, c", "a"], unseen: "other", ...common },
  { name: "member", type: "boolean", ...common },
  { name: "age", type: "integer", bounds: { min: 18, max: 90, clip: true }, ...common },
];

/** The same features as a reader of the tables knows them. */
const READ: readonly TableFeature[] = [
  { name: "region", type: "category", categories: ["b, c", "a"], unseen: "other", missing: "kept" },
  { name: "member", type: "boolean", missing: "kept" },
  { name: "age", type: "integer", missing: "kept" },
];

test("tables hold names, true and false and clipped numbers, and the Arrow file their numbers", async () => {
  const observations: ObservationTable = await makeTable(
    engine,
    "observations",
    {
      observation: "BIGINT",
      entity: "BIGINT",
      observed_at: "DATE",
      label: "BIGINT",
      region: "VARCHAR",
      member: "BIGINT",
      age: "BIGINT",
    },
    [
      [1, 1, null, null, "a", 1, 17],
      [2, 2, null, null, "b, c", 0, 91],
      [3, 3, null, null, "", null, null],
      [4, 4, null, null, "z", 0, 50],
    ],
  );
  const directory = await temporaryDirectory();
  const tables = {
    labelled: observations,
    serving: observations,
    rows: { labelled: 4, serving: 4 },
  };
  await writeTables(engine, { ...riesgo, features: FEATURES }, tables, directory, { large: 0 });
  const file = (name: string) => join(directory, name);
  expect(await readFile(file("features.csv"), "utf8")).toBe(
    'id,region,member,age\n1,a,true,18\n2,"b, c",false,90\n3,,,\n4,z,false,50\n',
  );
  const schema = tableFromIPC(await readFile(file("features.arrow"))).schema.fields;
  expect(schema.map(({ type }) => String(type))).toEqual(["Int64", "Int32", "Int32", "Int32"]);
  const shape = { keys: [{ name: "id", type: "integer" as const }], features: READ, rows: 4 };
  const fromCsv = await readFeatureTableCsv(createReadStream(file("features.csv")), shape);
  const fromArrow = await readFeatureTableArrow(createReadStream(file("features.arrow")), shape);
  const rows = [fromCsv, fromArrow].map((table) =>
    [1, 2, 3, 4].map((id) => {
      const row = new Float64Array(3);
      table.read(table.find([id]), row);
      return [...row];
    }),
  );
  expect(rows[0]).toEqual([
    [1, 1, 18],
    [0, 0, 90],
    [NaN, NaN, NaN],
    [2, 0, 50],
  ]);
  expect(rows[1]).toEqual(rows[0]);
});
