import { join } from "node:path";
import { writeFile } from "node:fs/promises";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, type Golden, type Manifest } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { apiOn } from "../api/support.js";
import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf } from "../trainer/support/model-folder.js";
import { partsOf, trainOn } from "../trainer/support/runs.js";

// A table with names, booleans, missing values and extremes becomes a release, which every url answers from.
const YAML = `question: Will this customer buy again?
words: { observations: customers, positive: buy again, negative: leave }
task: classification
inputs:
  - dataset: customers.csv
    table: customers
    columns:
      id: { type: integer, unique: true }
      region: { type: text, optional: true }
      member: { type: boolean, optional: true }
      age: { type: number }
      visits: { type: integer }
      bought: { type: boolean, optional: true }
columns: { observation: customer, entity: id_customer, label: bought }
features:
  - { name: region, type: category, description: Where the customer lives., unseen: other, missing: allowed }
  - { name: channel, type: category, description: How the customer came., values: [shop, web, "a, \\"friend\\""] }
  - { name: member, type: boolean, description: Whether there is a card., missing: allowed }
  - { name: age, type: number, description: In years., bounds: { min: 18, max: 90, clip: true } }
  - { name: visits, type: integer, description: In the last year. }
split: { by: chance, testShare: 0.25 }
crossValidation: { folds: 3, metric: log_loss }
estimators:
  - { kind: logistic, ridge: 1, classWeights: none }
  - { kind: forest, trees: 10, minLeaf: 3, maxFeatures: sqrt, sample: 0.6, bins: 255, classWeights: none, seed: 1 }
  - kind: boosting
    rounds: 20
    learningRate: 0.3
    maxLeaves: 6
    minLeaf: 5
    l2: 1
    bins: 255
    classWeights: none
serving: { by: key, keys: [{ name: id, type: integer }], answer: buys, paths: { features: /customer/:id, prediction: /customer/:id/buys } }
privacy: open
gates: []
`;

const SQL = `WITH features AS (
  SELECT *, ['shop', 'web', 'a, "friend"'][1 + id % 3] AS channel FROM customers
)
SELECT id AS observation, id AS entity, NULL::DATE AS observed_at, bought::INTEGER AS label, region, channel, member, age, visits
FROM features WHERE bought IS NOT NULL
UNION ALL
SELECT id, id, NULL, NULL, region, channel, member, age, visits FROM features`;

const REGIONS = ["Ávila", "Soria", "León", "Álava"];

/** Customers: those from Soria and most members buy again. The last one lives where no other does, and is too old. */
const customers = (regions: readonly string[] = REGIONS): string => {
  const rows = Array.from({ length: 240 }, (_, id) => {
    const region = id % 17 === 0 ? "" : regions[(id * 7) % regions.length]!;
    const member = id % 13 === 0 ? "" : id % 2 === 0 ? "true" : "false";
    const bought = region === "Soria" || (id % 2 === 0 && id % 5 > 0);
    return [id, region, member, 20 + (id % 50), id % 12, bought ? "true" : "false"].join();
  });
  return ["id,region,member,age,visits,bought", ...rows, "999,Ceuta,,120,300,", ""].join("\n");
};

const store = memoryBlobStore();
const api = apiOn(store);
let model: ModelDefinition;
let input: string;
let manifest: Manifest;

beforeAll(async () => {
  const files = { "model.yaml": YAML, "features.sql": SQL };
  model = loadModel(join(await modelsDirectoryOf({ customers: files }), "customers"));
  input = join(await temporaryDirectory(), "customers.csv");
  await writeFile(input, customers());
  ({ manifest } = await trainOn(store, { model, input }));
  await api.releases.load();
});

const part = async (name: "features.csv" | "golden.json" | "metrics.json"): Promise<string> =>
  (await readPart(store, manifest, name)).toString();

test("every estimator learns from it", async () => {
  const metrics = JSON.parse(await part("metrics.json")) as {
    readonly selection: { readonly candidates: readonly { readonly folds: readonly number[] }[] };
  };
  const worst = metrics.selection.candidates.map(({ folds }) => Math.max(...folds));
  expect(worst).toHaveLength(3);
  // Guessing the share of the customers who buy again loses 0.69.
  for (const loss of worst) expect(loss).toBeLessThan(0.5);
});

describe("the release", () => {
  test("knows the categories of the training observations by code point, or those that are declared", () => {
    expect(manifest.needs).toEqual(["values"]);
    const [region, channel, member, age] = manifest.features;
    expect(region).toMatchObject({
      categories: ["León", "Soria", "Álava", "Ávila"],
      unseen: "other",
      missing: "kept",
    });
    expect(channel).toMatchObject({
      categories: ["shop", "web", 'a, "friend"'],
      unseen: "refused",
    });
    expect(member).toMatchObject({ type: "boolean", missing: "kept" });
    expect(age).toMatchObject({ bounds: { min: 18, max: 90, clip: true } });
  });

  test("holds values as callers write them", async () => {
    const lines = (await part("features.csv")).split("\n");
    expect(lines[0]).toBe("id,region,channel,member,age,visits");
    expect(lines[3]).toBe('2,León,"a, ""friend""",true,22.0,2');
    expect(lines.at(-2)).toBe("999,Ceuta,shop,,90.0,300");
    const { rows } = JSON.parse(await part("golden.json")) as Golden;
    for (const { features } of rows) {
      expect([...REGIONS, null]).toContain(features[0]);
      expect([true, false, null]).toContain(features[2]);
    }
  });

  test("has the same bytes with another number of threads", async () => {
    const again = await trainOn(memoryBlobStore(), { model, input, threads: 1 });
    expect(partsOf(again.manifest)).toEqual(partsOf(manifest));
  });
});

test("the next release is compared with it by the categories of each", async () => {
  const next = memoryBlobStore();
  const before = await trainOn(next, { model, input });
  const features = model.features.map((feature) =>
    feature.name === "region" && feature.type === "category"
      ? { ...feature, values: REGIONS.toReversed() }
      : feature,
  );
  const now = new Date("2026-03-01T00:00:00Z");
  const after = await trainOn(next, { model: { ...model, features }, input, now });
  expect(after.manifest.comparison).toMatchObject({ outcome: "compared" });
  expect(after.manifest.champion?.metrics).toEqual(before.manifest.metrics);
});

test("the next release is not compared with it where it refuses what customers have now", async () => {
  const next = memoryBlobStore();
  const features = model.features.map((feature) =>
    feature.name === "region" && feature.type === "category"
      ? { ...feature, values: [...REGIONS, "Ceuta"], unseen: "refused" as const }
      : feature,
  );
  await trainOn(next, { model: { ...model, features }, input });
  const moved = join(await temporaryDirectory(), "customers.csv");
  await writeFile(moved, customers([...REGIONS, "Zamora"]));
  const now = new Date("2026-03-01T00:00:00Z");
  const { manifest: after } = await trainOn(next, { model, input: moved, now });
  expect(after.comparison).toMatchObject({
    outcome: "impossible",
    reason: expect.stringMatching(/^region has values that it refuses in \d+ test observations$/),
  });
  expect(after.signatureChange).toBeUndefined();
});

describe("the api", () => {
  const RECORD = { region: "León", channel: 'a, "friend"', member: true, age: 22, visits: 2 };

  test("answers by key with names, true and false", async () => {
    expect((await api.request.get("/customer/2")).body).toEqual(RECORD);
    expect((await api.request.get("/customer/999")).body).toEqual({
      region: "other",
      channel: "shop",
      member: null,
      age: 90,
      visits: 300,
    });
  });

  test("predicts the same by key and by row, and says what is far outside", async () => {
    const byKey = await api.request.get("/customer/2/buys?detalle=true");
    const byRow = await api.request.post("/v1/prediction?detalle=true").send(RECORD);
    const withoutAge = ({ frescura: _age, ...answer }: Record<string, unknown>) => answer;
    expect(byRow.body).toEqual(withoutAge(byKey.body));
    expect(byKey.body).not.toHaveProperty("fuera_de_lo_aprendido");
    const { body } = await api.request.get("/customer/999/buys?detalle=true");
    expect(body).toHaveProperty("fuera_de_lo_aprendido", ["visits"]);
    const old = { region: "Melilla", channel: "shop", member: null, age: 120, visits: 300 };
    const { body: ofOld } = await api.request.post("/v1/prediction?detalle=true").send(old);
    expect(ofOld).toEqual(withoutAge(body));
  });
});
