import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, type Manifest } from "@despliega/storage";
import { meanOf } from "@despliega/trainer/evaluate/spread.js";
import { loadModel } from "@despliega/trainer/model/load.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { apiOn } from "../api/support.js";
import { temporaryDirectory } from "../support/temporary.js";
import { BOOSTING, LOGISTIC } from "../trainer/support/estimators.js";
import { modelsDirectoryOf } from "../trainer/support/model-folder.js";
import { partsOf, trainOn } from "../trainer/support/runs.js";

// A file with classes of text becomes a release that answers with their names.
const YAML = `question: Which flower is this?
words: { observations: flowers }
task: classification
inputs:
  - dataset: flowers.csv
    table: flowers
    columns:
      id: { type: integer, unique: true }
      petal: { type: number }
      sepal: { type: number }
      species: { type: text }
columns: { observation: id, entity: plant, label: species }
features:
  - { name: petal, type: number, description: Length of a petal. }
  - { name: sepal, type: number, description: Length of a sepal. }
split: { by: chance, testShare: 0.25 }
estimators:
  - { kind: boosting, rounds: 20, learningRate: 0.3, maxLeaves: 8, minLeaf: 5, l2: 1, bins: 32, classWeights: none }
serving: { by: row, answer: species }
privacy: open
gates:
  - { metric: accuracy, floor: 0.8, tolerance: 0.05 }
  - { metric: log_loss, floor: 0.6, tolerance: 0.1 }
`;

const SQL = `SELECT id AS observation, id AS entity, NULL::DATE AS observed_at, species AS label, petal, sepal
FROM flowers
`;

const NAMES = ["setosa", "versicolor", "ñandú"] as const;

interface Detailed {
  readonly species: readonly [(typeof NAMES)[number] | "yes" | "no"];
  readonly probabilidades: Readonly<Record<string, number>>;
}

/** Flowers whose petals mostly tell their species; every tenth row is of another. */
const flowers = (count: number): string => {
  const rows = Array.from({ length: count }, (_, i) => {
    const kind = (i * 7) % 3;
    const petal = 2 * kind + ((i * 37) % 100) / 60;
    const sepal = ((i * 53) % 100) / 10;
    return [i, petal.toFixed(3), sepal.toFixed(2), NAMES[i % 10 === 0 ? (kind + 1) % 3 : kind]!];
  });
  return [["id", "petal", "sepal", "species"], ...rows].map((row) => row.join()).join("\n");
};

const store = memoryBlobStore();
const api = apiOn(store);
let model: ModelDefinition;
let input: string;
let manifest: Manifest;

beforeAll(async () => {
  const models = await modelsDirectoryOf({ flowers: { "model.yaml": YAML, "features.sql": SQL } });
  model = loadModel(join(models, "flowers"));
  input = join(await temporaryDirectory(), "flowers.csv");
  await writeFile(input, flowers(400));
  ({ manifest } = await trainOn(store, { model, input }));
  await api.releases.load();
});

describe("the release", () => {
  test("names the classes by code point, and that a reader must know them", () => {
    expect(manifest).toMatchObject({
      classes: ["setosa", "versicolor", "ñandú"],
      needs: expect.arrayContaining(["classes"]),
    });
    expect(manifest.threshold).toBeUndefined();
    expect(manifest.metrics["accuracy"]).toBeGreaterThan(0.8);
  });

  test("holds labels by name, and what the model answers for each class", async () => {
    const table = (await readPart(store, manifest, "train_model.csv")).toString();
    expect(table.split("\n")[1]).toMatch(/^0,0,,versicolor,|^0,0,,ñandú,|^0,0,,setosa,/);
    const golden = JSON.parse((await readPart(store, manifest, "golden.json")).toString()) as {
      rows: { scores: number[] }[];
    };
    for (const { scores } of golden.rows) {
      expect(scores).toHaveLength(3);
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 12);
    }
  });

  test("has metrics and curves of each class, and a report of them", async () => {
    const metrics = JSON.parse((await readPart(store, manifest, "metrics.json")).toString()) as {
      confusion: number[][];
      classes: { name: string; curves: object }[];
    };
    expect(metrics.classes.map(({ name }) => name)).toEqual(manifest.classes);
    expect(metrics.confusion.flat().reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
    expect((await readPart(store, manifest, "report.html")).toString()).toContain("ñandú");
  });

  test("is the same for another number of threads", async () => {
    const again = await trainOn(memoryBlobStore(), { model, input, threads: 1 });
    expect(partsOf(again.manifest)).toEqual(partsOf(manifest));
  });

  test("is compared with the champion before the next one", async () => {
    const now = new Date("2026-02-02T10:20:30Z");
    const other = { ...model, sql: SQL.replace("petal, sepal", "petal, sepal + 1 AS sepal") };
    const next = await trainOn(store, { model: other, input, now });
    expect(next.manifest.comparison).toMatchObject({ outcome: "compared" });
    expect(next.manifest.champion?.metrics).toEqual(manifest.metrics);
    expect(next.champion?.version).toBe(next.manifest.version);
  });

  test("is not compared with one that has other classes", async () => {
    const now = new Date("2026-02-03T10:20:30Z");
    const classes = ["ñandú", "versicolor", "setosa"];
    const next = await trainOn(store, { model: { ...model, classes }, input, now });
    expect(next.manifest.comparison).toMatchObject({
      outcome: "impossible",
      reason: "its classes are setosa, versicolor, ñandú",
    });
    expect(next.champion).toBeUndefined();
  });
});

test("estimators are chosen by a metric over several classes", async () => {
  const selecting: ModelDefinition = {
    ...model,
    estimators: [{ ...BOOSTING, rounds: 1 }, BOOSTING, LOGISTIC],
    crossValidation: { folds: 3, metric: "log_loss" },
  };
  const own = memoryBlobStore();
  const { manifest: selected } = await trainOn(own, { model: selecting, input });
  const { selection } = JSON.parse((await readPart(own, selected, "metrics.json")).toString()) as {
    selection: { candidates: { folds: number[]; chosen: boolean }[] };
  };
  const means = selection.candidates.map(({ folds }) => meanOf(folds));
  expect(new Set(means).size).toBe(3);
  expect(selection.candidates.map(({ chosen }) => chosen)).toEqual(
    means.map((mean) => mean === Math.min(...means)),
  );
});

test("costs decide the answer", async () => {
  const costs = { setosa: { versicolor: 0.01, ñandú: 0.01 } };
  const declared: ModelDefinition = { ...model, classes: NAMES, costs, gates: [] };
  const own = memoryBlobStore();
  const { manifest: costly } = await trainOn(own, { model: declared, input });
  expect(costly.costs).toEqual([
    [0, 0.01, 0.01],
    [1, 0, 1],
    [1, 1, 0],
  ]);
  const server = apiOn(own);
  await server.releases.load();
  const rows = Array.from({ length: 60 }, (_, i) => ({ petal: i / 10, sepal: 5 }));
  const { body } = await server.request.post("/v1/prediction?detalle=true").send(rows);
  for (const { species, probabilidades } of body as Detailed[]) {
    const costOf = (answer: number) =>
      NAMES.reduce(
        (sum, name, code) => sum + costly.costs![code]![answer]! * probabilidades[name]!,
        0,
      );
    const least = Math.min(...[0, 1, 2].map(costOf));
    expect(costOf(NAMES.findIndex((name) => name === species[0]))).toBe(least);
    expect(species[0]).not.toBe("setosa");
  }
});

test("two classes with names have a threshold, and answer with the name", async () => {
  const two = {
    ...model,
    sql: SQL.replace(
      "species AS label",
      "CASE species WHEN 'setosa' THEN 'yes' ELSE 'no' END AS label",
    ),
    estimators: [BOOSTING] as const,
    threshold: { policy: "cost", falseAlarm: 1, miss: 3 } as const,
    gates: [],
  };
  const own = memoryBlobStore();
  const { manifest: binary } = await trainOn(own, { model: two, input });
  expect(binary).toMatchObject({
    classes: ["no", "yes"],
    threshold: { policy: expect.stringMatching(/^cost: /) },
  });
  const server = apiOn(own);
  await server.releases.load();
  const { body } = await server.request
    .post("/v1/prediction?detalle=true")
    .send({ petal: 0.5, sepal: 5 });
  const { species, probabilidades } = body as Detailed;
  expect(species).toEqual(["yes"]);
  expect(probabilidades["no"]! + probabilidades["yes"]!).toBe(1);
});
