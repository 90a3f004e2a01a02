import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { csvOf, memoryBlobStore, type Csv, type TableStore } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";
import { trainingRecords } from "@despliega/trainer/release/online/training-records.js";
import { followChampion } from "@despliega/trainer/release/online/follow-champion.js";

import { collect } from "../../../support/collect.js";
import { memoryTables } from "../../../support/tables.js";
import { temporaryDirectory } from "../../../support/temporary.js";
import { modelsDirectoryOf } from "../../support/model-folder.js";
import { trainOn } from "../../support/runs.js";

const YAML = `question: Is this flight late?
words: { observations: flights, positive: are late, negative: are on time }
task: classification
classes: [on time, late]
inputs:
  - dataset: flights.csv
    table: flights
    columns:
      id: { type: text, unique: true }
      origin: { type: text }
      flight: { type: integer }
      day: { type: date }
      distance: { type: number, optional: true }
      night: { type: boolean }
      status: { type: text, optional: true }
    time: day
columns: { observation: leg, entity: [origin, flight], label: status }
features:
  - { name: distance, type: number, description: Kilometres., missing: allowed }
  - { name: night, type: boolean, description: Whether it leaves at night. }
  - { name: of, type: category, description: The airport., values: [MAD], unseen: other }
split: { by: chance, testShare: 0.25 }
estimators:
  - { kind: logistic, ridge: 1 }
serving:
  by: key
  keys: [{ name: origin, type: text }, { name: flight, type: integer }]
  answer: late
  publish: { to: table, train: true }
privacy: open
gates: []
`;

const SQL = `SELECT id AS observation, origin, flight, day AS observed_at, status AS label, distance, night, origin AS of
FROM flights WHERE status IS NOT NULL
UNION ALL
SELECT NULL, origin, flight, getvariable('as_of'), NULL, any_value(distance), false, origin
FROM flights GROUP BY origin, flight`;

const flights = (): string => {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const distance = i % 9 === 0 ? "" : 100 + ((i * 37) % 900) / 4;
    const origin = ["MAD", '"B, C/2"'][i % 2]!;
    const status = (i * 17) % 7 > 3 ? "late" : "on time";
    return [`L#${i}`, origin, i >> 1, "2026-01-05", distance, i % 3 === 0, status].join();
  });
  return ["id,origin,flight,day,distance,night,status", ...rows, ""].join("\n");
};

const textOf = async (records: AsyncIterable<readonly string[]>): Promise<string> => {
  const lines: string[] = [];
  for await (const record of records)
    lines.push(`${record.map((field) => `"${field.replaceAll('"', '""')}"`).join()}\n`);
  return lines.join("");
};

const sorted = (row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(row, Object.keys(row).toSorted());

const rowsOf = async (table: TableStore): Promise<ReadonlySet<string>> =>
  new Set(
    (await collect(table.list({ from: "", below: "g" }, 1_000))).map(({ cells }) => sorted(cells)),
  );

test.each([
  ["a CSV", 200],
  ["Parquet parts", 0],
])(
  "a training writes the tables before it promotes: features, and observations with their labels, of %s",
  async (_, csvRows) => {
    const models = await modelsDirectoryOf({
      flights: { "model.yaml": YAML, "features.sql": SQL },
    });
    const file = join(await temporaryDirectory(), "flights.csv");
    await writeFile(file, flights());
    const store = memoryBlobStore();
    const tables = memoryTables();
    const { manifest, champion } = await trainOn(store, {
      model: loadModel(join(models, "flights")),
      input: file,
      csvRows,
      wrap: (dependencies) => ({ ...dependencies, tables }),
    });
    expect(manifest.publish).toEqual({ to: "table", train: true });
    expect(champion?.version).toBe(manifest.version);

    const registry = await tables.open("despliegafeatures");
    expect(await registry.get("despliega.flights", "current")).toBeUndefined();
    expect(await followChampion(store, tables, "flights")).toBe(400);
    const { cells } = (await registry.get("despliega.flights", "current"))!;

    const text = await textOf(trainingRecords(store, manifest, await temporaryDirectory()));
    const learned = csvOf(Buffer.from(text), 1_000) as Csv;
    const expected = learned.rows.map((fields) => {
      const row = Object.fromEntries(learned.columns.map((name, i) => [name, fields[i]!]));
      const { distance, night, flight, ...texts } = row;
      return {
        ...texts,
        flight: Number(flight),
        night: night === "true",
        ...(distance === "" ? {} : { distance: Number(distance) }),
        of: texts["of"] === "MAD" ? "MAD" : "other",
      };
    });
    expect(learned.columns.slice(0, 5)).toEqual([
      "leg",
      "origin",
      "flight",
      "observed_at",
      "status",
    ]);
    expect(await rowsOf(await tables.open(String(cells["training"])))).toEqual(
      new Set(expected.map(sorted)),
    );
    expect((await rowsOf(await tables.open(String(cells["features"])))).size).toBe(200);
  },
);
