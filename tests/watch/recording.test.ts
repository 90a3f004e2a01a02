import { setTimeout as wait } from "node:timers/promises";

import {
  openStore,
  readAnswerLine,
  readStorageSettings,
  type BlobStore,
  type StoreSettings,
} from "@despliega/storage";
import { startAzurite, type Azurite } from "@despliega/storage/azurite";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

import { startApi } from "../support/api-process.js";
import { collect } from "../support/collect.js";
import { promoteTiny } from "../support/release.js";

/** What the docs say that a kill loses at most. */
const LOST_MS = 5_000;

let azurite: Azurite;
let settings: NodeJS.ProcessEnv;
let store: BlobStore;

beforeAll(async () => {
  azurite = await startAzurite();
  settings = {
    AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
    DESPLIEGA_AUTH: "none",
    DESPLIEGA_PREDICTION_LOG: "1",
  };
  store = await openStore(readStorageSettings(settings) as StoreSettings);
  await store.ensureContainer();
  await promoteTiny(store);
});
afterAll(async () => azurite.close());

/** The ids of recorded answers. */
const recordedIds = async (): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  for (const { name } of await collect(store.list("predictions/")))
    for (const text of (await store.read(name)).bytes.toString().split("\n")) {
      const line = readAnswerLine(text);
      if (line !== undefined && "id" in line) ids.add(line.id);
    }
  return ids;
};

/** Asks for a while, one request after the other. @returns each id with the time of its answer */
const askFor = async (url: string, ms: number) => {
  const answers: { readonly id: string; readonly at: number }[] = [];
  for (const end = performance.now() + ms; performance.now() < end;) {
    const response = await fetch(`${url}/api/user/5008806/prediccion`);
    expect(await response.text()).toBe('{"resultado":[0]}');
    answers.push({ id: response.headers.get("x-prediction-id")!, at: performance.now() });
    await wait(20);
  }
  return answers;
};

test("a stop loses no answer", async () => {
  const api = startApi(settings);
  const { child, ended } = api;
  const answers = await askFor(await api.ready(), 1_000);
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0 });
  const recorded = await recordedIds();
  expect(answers.filter(({ id }) => !recorded.has(id))).toEqual([]);
});

test("a kill loses the answers of the last seconds at most", async () => {
  const api = startApi(settings);
  const { child, ended } = api;
  const answers = await askFor(await api.ready(), 8_000);
  child.kill("SIGKILL");
  const killed = performance.now();
  await ended;
  const recorded = await recordedIds();
  const lost = answers.filter(({ id, at }) => !recorded.has(id) && killed - at > LOST_MS);
  expect(lost).toEqual([]);
  expect(answers.some(({ at }) => killed - at > LOST_MS)).toBe(true);
});
