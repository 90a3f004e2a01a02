import { beforeAll, expect, test } from "@jest/globals";
import { memoryBlobStore, openRelease, type Manifest, type Release } from "@despliega/storage";
import { exampleKey } from "despliega/start/example-key.js";
import { requestsTo } from "despliega/start/example-requests.js";

import { apiOn } from "../api/support.js";
import { OFFERS_CSV, offersFile, offersModel } from "../support/offers.js";
import { trainOn } from "../trainer/support/runs.js";

const store = memoryBlobStore();
const api = apiOn(store);
let manifest: Manifest;
let release: Release;

beforeAll(async () => {
  const model = await offersModel();
  ({ manifest } = await trainOn(store, { model, input: await offersFile() }));
  release = await openRelease(store, manifest.model, manifest.version);
  await api.releases.load();
});

/** The loans of the input: their numbers, clients and amounts. */
const LOANS = OFFERS_CSV.trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .map(([, client, , amount]) => ({ client: Number(client), amount: Number(amount) }));

/** The score for a client and what it asks for, by the input alone. */
const scoreOf = (client: number, amount: number, purpose: "car" | "house"): number => {
  const amounts = LOANS.filter((loan) => loan.client === client).map((loan) => loan.amount);
  const mean = amounts.reduce((sum, of) => sum + of, 0) / amounts.length;
  const code = ["car", "house"].indexOf(purpose);
  return release.scorer.score(Float64Array.of(amounts.length, amount, mean, code));
};

const ask = async (key: number, requested_amount: number, purpose: "car" | "house") => {
  const { status, body } = await api.request
    .post("/v1/models/offers/prediction?detalle=true")
    .send({ key, requested_amount, purpose });
  expect(status).toBe(200);
  return body as { readonly probabilidad: number; readonly entidad_nueva?: true };
};

test("a client is answered by its history and by what it asks for", async () => {
  for (const [client, amount] of [
    [100, 150],
    [117, 900],
    [100, 900],
  ] as const) {
    const { probabilidad, ...detail } = await ask(client, amount, "house");
    expect(probabilidad).toBe(scoreOf(client, amount, "house"));
    expect(detail).not.toHaveProperty("entidad_nueva");
  }
  expect((await ask(100, 950, "car")).probabilidad).toBeGreaterThan(
    (await ask(100, 120, "car")).probabilidad,
  );
});

test("a client without loans is answered as one without history", async () => {
  const answer = await ask(7, 500, "car");
  expect(answer).toMatchObject({
    probabilidad: scoreOf(7, 500, "car"),
    entidad_nueva: true,
  });
});

test("the requests that are shown at the start are answered", async () => {
  const server = { models: [], url: "", defaultModel: undefined, tokenUrl: undefined };
  const key = await exampleKey(store, await offersModel(), manifest);
  for (const command of requestsTo(manifest, server, key)) {
    const [, url, body] = /^curl '?(\S+?)'?(?: -H '[^']+' -d '(.+)')?$/.exec(command)!;
    const answer = await (body === undefined
      ? api.request.get(url!)
      : api.request.post(url!).set("content-type", "application/json").send(body));
    expect([command, answer.status]).toEqual([command, 200]);
  }
});

test("rows that the api must answer alike are golden, with the features of the request", () => {
  for (const { features } of release.golden.rows) {
    expect(features).toHaveLength(4);
    expect(typeof features[1]).toBe("number");
    expect(["car", "house"]).toContain(features[3]);
  }
});
