import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { memoryBlobStore, readPart, type Manifest } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";

import { apiOn } from "../api/support.js";
import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf } from "../trainer/support/model-folder.js";
import { trainOn } from "../trainer/support/runs.js";

const YAML = `question: ¿Se alquilará este piso?
words: { observations: pisos, positive: se alquilan, negative: no se alquilan }
task: classification
inputs:
  - dataset: pisos.csv
    table: pisos
    columns:
      número: { type: integer, unique: true }
      año: { type: integer }
      tamaño_m2: { type: number }
      alquilado: { type: integer, min: 0, max: 1 }
columns: { observation: número, entity: dueño, label: alquilado }
features:
  - { name: año, type: integer, description: Año de construcción. }
  - { name: tamaño_m2, type: number, description: Tamaño en metros cuadrados., missing: allowed }
split: { by: chance, testShare: 0.25 }
estimators:
  - { kind: logistic, ridge: 1, classWeights: none }
serving:
  by: key
  keys: [{ name: número, type: integer }]
  paths: { features: /piso/:número/datos, prediction: /piso/:número/alquiler }
  answer: alquilará_mañana
privacy: open
gates: []
`;

const SQL = `SELECT número AS observation, número AS entity, NULL::DATE AS observed_at, alquilado AS label,
       año, tamaño_m2
FROM pisos
UNION ALL
SELECT NULL, número, NULL, NULL, año, tamaño_m2 FROM pisos
`;

const rows = (count: number): string =>
  [
    "número,año,tamaño_m2,alquilado",
    ...Array.from({ length: count }, (_, n) => {
      const size = 30 + ((n * 37) % 90);
      return `${n + 1},${1950 + ((n * 7) % 70)},${size}.5,${size + ((n * 17) % 41) > 95 ? 1 : 0}`;
    }),
    "",
  ].join("\n");

// From 20,000 rows on, the api reads the features from an Arrow file.
describe.each([
  ["CSV", 400],
  ["Arrow", 20_100],
])("names with letters of any script, with features in a %s", (format, count) => {
  const store = memoryBlobStore();
  const api = apiOn(store);
  let manifest: Manifest;

  beforeAll(async () => {
    const directory = await modelsDirectoryOf({
      pisos: { "model.yaml": YAML, "features.sql": SQL },
    });
    const input = join(await temporaryDirectory(), "pisos.csv");
    await writeFile(input, rows(count));
    ({ manifest } = await trainOn(store, { model: loadModel(join(directory, "pisos")), input }));
    await api.releases.load();
  });

  const post = (url: string, body: object) => api.request.post(url).send(body);

  test("are in the released tables and in the manifest", async () => {
    expect(manifest.features.map(({ name }) => name)).toEqual(["año", "tamaño_m2"]);
    const learned = (await readPart(store, manifest, "train_model.csv")).toString();
    expect(learned.split("\n")[0]).toBe("número,dueño,observed_at,alquilado,año,tamaño_m2");
    expect(manifest.parts.some(({ name }) => name === "features.arrow")).toBe(format === "Arrow");
  });

  test("answer by key", async () => {
    const { body: features } = await api.request.get("/piso/3/datos");
    expect(features).toEqual({ año: 1964, tamaño_m2: 104.5 });
    const { body: answer } = await api.request.get("/piso/3/alquiler?detalle=true");
    expect(answer).toMatchObject({
      alquilará_mañana: [1],
      contribuciones: { año: expect.any(Number), tamaño_m2: expect.any(Number) },
    });
  });

  test("answer under /v1, and refuse another name", async () => {
    const { status, body } = await post("/v1/prediction", { año: 1964, tamaño_m2: 104.5 });
    expect([status, body]).toEqual([200, { alquilará_mañana: [1] }]);
    expect(await post("/v1/prediction", { ano: 1964, tamano_m2: 1 })).toMatchObject({
      status: 400,
    });
  });

  test("answer under MLflow's urls, as JSON and as CSV", async () => {
    const frame = { columns: ["tamaño_m2", "año"], data: [[104.5, 1964]] };
    const split = await post("/invocations", { dataframe_split: frame });
    expect([split.status, split.body]).toMatchObject([200, { predictions: [1] }]);
    const csv = await api.request
      .post("/invocations")
      .set("content-type", "text/csv")
      .send("año,tamaño_m2\n1964,104.5\n");
    expect([csv.status, csv.body]).toMatchObject([200, { predictions: [1] }]);
  });

  test("answer under the Open Inference Protocol, and are in its metadata", async () => {
    const tensor = (name: string, datatype: string, value: number) => ({
      name,
      datatype,
      shape: [1, 1],
      data: [value],
    });
    const { status, body } = await post("/v2/models/pisos/infer", {
      inputs: [tensor("año", "INT64", 1964), tensor("tamaño_m2", "FP64", 104.5)],
    });
    expect([status, body]).toMatchObject([200, { model_name: "pisos" }]);
    const metadata = await api.request.get("/v2/models/pisos");
    expect(JSON.stringify(metadata.body)).toContain('"name":"tamaño_m2"');
  });

  test("are in the api's description as they are", async () => {
    const { status, body } = await api.request.get("/openapi.json");
    expect(status).toBe(200);
    const text = JSON.stringify(body);
    for (const name of ["año", "tamaño_m2", "alquilará_mañana"])
      expect(text).toContain(`"${name}":`);
    const { components } = body as { components: { schemas: object } };
    for (const name of Object.keys(components.schemas)) expect(name).toMatch(/^[\w.-]+$/);
  });
});
