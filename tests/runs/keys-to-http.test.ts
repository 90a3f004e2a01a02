import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";
import { fieldTexts, memoryBlobStore, readPart, type Manifest } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";
import { exampleKey } from "despliega/start/example-key.js";
import { requestsTo } from "despliega/start/example-requests.js";

import { apiOn } from "../api/support.js";
import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf, type ModelFiles } from "../trainer/support/model-folder.js";
import { trainOn } from "../trainer/support/runs.js";

/** A table of flights whose rows can be called in several ways, all of them text. */
const COUNT = 260;
const uuidOf = (row: number): string =>
  createHash("md5")
    .update(`${row}`)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
const letters = (row: number): string =>
  String.fromCharCode(65 + (row % 26), 65 + (Math.floor(row / 26) % 26), 65 + (row % 7));
const ROWS = Array.from({ length: COUNT }, (_, row) => {
  const distance = 100 + ((row * 37) % 900);
  return [
    uuidOf(row),
    row % 9 === 0 ? `00${row}`.slice(-3) : letters(row),
    `${`${row * 7919}`.padStart(8, "0")}${"TRWAGMYFPDXBNJZSQVHLCKE"[(row * 7919) % 23]}`,
    row % 2 === 0 ? "MAD" : "BCN/2",
    `${Math.floor(row / 2)}`,
    `${distance}`,
    distance + ((row * 17) % 400) > 700 ? "1" : "0",
  ];
});
const csvOf = (rows: readonly (readonly string[])[]): string =>
  [["id", "code", "nif", "origin", "flight", "distance", "late"], ...rows]
    .map((row) => `${row.join()}\n`)
    .join("");

const yamlOf = (entity: string, serving: string): string => `question: Is this flight late?
words: { observations: flights, positive: are late, negative: are on time }
task: classification
inputs:
  - dataset: flights.csv
    table: flights
    columns:
      id: { type: text, unique: true }
      code: { type: text }
      nif: { type: text }
      origin: { type: text }
      flight: { type: integer }
      distance: { type: number }
      late: { type: integer, min: 0, max: 1 }
columns: { observation: id, entity: ${entity}, label: late }
features:
  - { name: distance, type: number, description: Kilometres. }
split: { by: chance, testShare: 0.25 }
estimators:
  - { kind: logistic, ridge: 1, classWeights: none }
serving: { by: key, answer: delayed, ${serving} }
privacy: open
gates: []
`;

const sqlOf = (key: string): string => `
SELECT id AS observation, ${key}, NULL::DATE AS observed_at, late AS label, distance FROM flights
UNION ALL
SELECT NULL, ${key}, NULL, NULL, distance FROM flights`;

/** Models of that table, with the columns of the table that are the key. */
const MODELS = {
  airports: {
    yaml: yamlOf("code", "keys: [{ name: code, type: text }], example: AAA"),
    sql: sqlOf("code AS entity"),
    columns: [1],
    urlOf: ([code]: readonly string[]) => `/api/airports/${encodeURIComponent(code!)}`,
  },
  crews: {
    yaml: yamlOf("nif", "keys: [{ name: nif, type: text }], ask: body"),
    sql: sqlOf("nif AS entity"),
    columns: [2],
    urlOf: () => "/api/crews",
  },
  legs: {
    yaml: yamlOf(
      "[origin, flight]",
      "keys: [{ name: origin, type: text }, { name: flight, type: integer }], example: { origin: BCN/2, flight: 3 }",
    ),
    sql: sqlOf("origin, flight"),
    columns: [3, 4],
    urlOf: ([origin, flight]: readonly string[]) =>
      `/api/legs/${encodeURIComponent(origin!)}/${flight}`,
  },
  bookings: {
    yaml: yamlOf(
      "booking",
      "keys: [{ name: booking, type: text }], paths: { features: /booking/:booking, prediction: /booking/:booking/late }",
    ),
    sql: sqlOf("id::UUID AS entity"),
    columns: [0],
    urlOf: ([id]: readonly string[]) => `/booking/${id}`,
  },
} as const;

type Name = keyof typeof MODELS;

const files = Object.entries(MODELS).map(([name, { yaml, sql }]) => [
  name,
  { "model.yaml": yaml, "features.sql": sql },
]);
const models = await modelsDirectoryOf(Object.fromEntries(files) as Record<string, ModelFiles>);
const modelOf = (name: Name) => loadModel(join(models, name));

const fileOf = async (rows: typeof ROWS): Promise<string> => {
  const file = join(await temporaryDirectory(), "flights.csv");
  await writeFile(file, csvOf(rows));
  return file;
};

describe.each(Object.keys(MODELS) as Name[])("a model whose key is text: %s", (name) => {
  const { columns, urlOf } = MODELS[name];
  const store = memoryBlobStore();
  const api = apiOn(store);
  let manifest: Manifest;
  const linesOf = async (part: string, of = manifest, from = store): Promise<string[]> =>
    (await readPart(from, of, part)).toString().trimEnd().split("\n");

  beforeAll(async () => {
    ({ manifest } = await trainOn(store, { model: modelOf(name), input: await fileOf(ROWS) }));
    await api.releases.load();
  });

  test("says in its manifest that a reader must know such keys", () => {
    expect(manifest.needs).toEqual(["text-keys"]);
  });

  test("has its online features in the order of the keys' bytes, zeros in front kept", async () => {
    const [, ...lines] = await linesOf("features.csv");
    const keys = lines.map((line) => fieldTexts(Buffer.from(line)).slice(0, columns.length));
    const all = ROWS.map((row) => columns.map((column) => row[column]!));
    const inOrder = all.toSorted((a, b) => {
      for (const [i, value] of a.entries()) {
        const column = columns[i];
        const order = column === 4 ? Number(value) - Number(b[i]) : value < b[i]! ? -1 : 1;
        if (value !== b[i]) return order;
      }
      return 0;
    });
    expect(keys).toEqual(inOrder);
  });

  test("answers to every key, and to no other", async () => {
    const ask = (url: string, key: readonly string[]) =>
      name === "crews" ? api.request.post(url).send({ key: key[0] }) : api.request.get(url);
    for (const row of ROWS.filter((_row, at) => at % 20 === 0)) {
      const key = columns.map((column) => row[column]!);
      const url = urlOf(key);
      const features = await ask(name === "bookings" ? url : `${url}/features`, key);
      expect([features.status, features.body]).toEqual([200, { distance: Number(row[5]) }]);
      const prediction = await ask(`${url}/${name === "bookings" ? "late" : "prediction"}`, key);
      expect((prediction.body as { delayed: unknown }).delayed).toEqual([expect.any(Number)]);
    }
    const nobody = ["NOBODY", "999999"];
    const unknown = await ask(
      `${urlOf(nobody)}/${name === "bookings" ? "late" : "prediction"}`,
      nobody,
    );
    expect(unknown).toMatchObject({ status: 404, body: { code: "ENTITY_UNKNOWN" } });
  });

  test("has the same tables when the rows of its input change places", async () => {
    const other = memoryBlobStore();
    const input = await fileOf(ROWS.toReversed());
    const again = await trainOn(other, { model: modelOf(name), input, threads: 1 });
    for (const part of ["features.csv", "train_model.csv", "model.json", "metrics.json"])
      expect(await linesOf(part, again.manifest, other)).toEqual(await linesOf(part));
  });

  test("is shown with requests that it answers", async () => {
    const model = modelOf(name);
    const key = await exampleKey(store, model, manifest);
    const server = { models: [], url: "", defaultModel: undefined, tokenUrl: undefined };
    const [, command] = requestsTo(manifest, server, key) as [string, string];
    const [, url, body] = /^curl (\S+)(?: -H '[^']+' -d '(.+)')?$/.exec(command)!;
    const answer = await (body === undefined
      ? api.request.get(url!)
      : api.request
          .post(url!)
          .set("content-type", "application/json")
          .send(body.replace("<nif>", ROWS[0]![2]!)));
    expect(answer.status).toBe(200);
    if (name === "crews") expect(body).toBe('{"key":"<nif>"}');
    if (name === "legs") expect(url).toBe("/api/legs/BCN%2F2/3/prediction");
  });
});
