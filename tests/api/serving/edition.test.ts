import { memoryBlobStore, promote, rollback, type BlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { editionOf, refreshTiny } from "../../support/edition.js";
import {
  move,
  promoteTiny,
  publishTiny,
  SERVING,
  USERS,
  versionOf,
  type TinyRelease,
} from "../../support/release.js";
import { parsePrometheus, valueOf } from "../ops/prometheus-text.js";
import { apiOn } from "../support.js";

const USER = "/api/user/5008806/caracteristicasriesgo";
const PREDICTION = "/api/user/5008806/prediccion";
const LATER = { ...USERS, 5008806: [30, 140.5, 60, 4, 1] } as const;

/** A store that counts what is read of each blob. */
const counted = () => {
  const store = memoryBlobStore();
  const reads: string[] = [];
  const counting: BlobStore = {
    ...store,
    read: (name) => (reads.push(name), store.read(name)),
    stream: (name) => (reads.push(name), store.stream(name)),
  };
  return { store, reads, counting };
};

const loaded = async (store: BlobStore) => {
  const api = apiOn(store);
  await api.releases.load();
  return api;
};

type Loaded = Awaited<ReturnType<typeof loaded>>;

const loansAt = async ({ request }: Loaded): Promise<unknown> =>
  ((await request.get(USER)).body as Record<string, unknown>)["nb_previous_loans"];

describe("a refresh of the features", () => {
  test("is taken over without the model, and so is the way back", async () => {
    const { store, reads, counting } = counted();
    await promoteTiny(store);
    const api = await loaded(counting);
    const [before] = api.releases.current();
    const answered = (await api.request.get(PREDICTION)).text;
    await refreshTiny(store, { users: LATER });
    reads.length = 0;
    await api.releases.refresh("riesgo");
    const [after] = api.releases.current();
    expect(reads.filter((name) => name.endsWith("model.json"))).toEqual([]);
    expect(after?.scorer).toBe(before?.scorer);
    expect(after?.manifest).toBe(before?.manifest);
    expect(await loansAt(api)).toBe(30);

    await rollback(store, "riesgo", move);
    await api.releases.refresh("riesgo");
    expect(await loansAt(api)).toBe(29);
    expect((await api.request.get(PREDICTION)).text).toBe(answered);
  });

  test("that is damaged leaves the old features serving", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const api = await loaded(store);
    await refreshTiny(store, { users: LATER, wrongGolden: true });
    await api.releases.refresh("riesgo");
    expect(await loansAt(api)).toBe(29);
    expect(api.releases.status()).toMatchObject([{ failures: 1 }]);
  });

  test("to a champion since goes over to it as a whole", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const api = await loaded(store);
    await refreshTiny(store, { users: LATER });
    await publishTiny(store, { version: versionOf(2) });
    await promote(store, "riesgo", versionOf(2), move);
    await api.releases.refresh("riesgo");
    expect(await loansAt(api)).toBe(29);
    expect(api.releases.current()).toMatchObject([{ edition: undefined }]);
  });
});

const limited = (stale: "tell" | "refuse"): TinyRelease => ({
  description: { serving: { ...SERVING, freshness: { seconds: 7 * 86_400, stale } } },
});

/** Features whose newest event is so long ago, or so far ahead, that the clock of the test does not matter. */
const OLD = { newestEvent: "2001-02-03" };
const NEW = { newestEvent: "9001-02-03" };

describe("the age of the features", () => {
  test("is in the description of the model and in the metrics, by its edition and newest event", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, limited("tell"));
    await refreshTiny(store, { users: USERS, description: OLD });
    const { request } = await loaded(store);
    const { freshness } = (await request.get("/v1/models/riesgo")).body as Record<string, unknown>;
    expect(freshness).toMatchObject({
      edition: editionOf(1),
      made: "2026-03-01T00:00:00Z",
      newestEvent: "2001-02-03",
      limitSeconds: 604_800,
      stale: "tell",
      isStale: true,
    });
    const samples = parsePrometheus((await request.get("/metrics")).text);
    const { eventAgeSeconds } = freshness as { eventAgeSeconds: number };
    const sinceEvent = (Date.now() - Date.parse("2001-02-04T00:00:00Z")) / 1_000;
    expect(Math.abs(eventAgeSeconds - sinceEvent)).toBeLessThan(600);
    const labels = { model: "riesgo", version: versionOf(1), edition: editionOf(1) };
    expect(valueOf(samples, "despliega_features_info", labels)).toBe(1);
    expect(valueOf(samples, "despliega_features_stale")).toBe(1);
    const age = valueOf(samples, "despliega_features_event_age_seconds")!;
    expect(Math.abs(age - sinceEvent)).toBeLessThan(600);
    expect((await request.get(PREDICTION)).status).toBe(200);
  });

  test("counts from when they were made where no event is known", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const { request } = await loaded(store);
    const { freshness } = (await request.get("/v1/models/riesgo")).body as Record<string, unknown>;
    expect(freshness).toMatchObject({
      edition: null,
      made: "2026-01-31T23:59:59Z",
      newestEvent: null,
      limitSeconds: null,
      isStale: false,
    });
  });

  test("beyond the limit gets 503 where the model says so, until a refresh", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, limited("refuse"));
    await refreshTiny(store, { users: USERS, description: OLD });
    const api = await loaded(store);
    for (const url of [USER, PREDICTION]) {
      const { status, body, headers } = await api.request.get(url);
      expect([status, (body as { code: string }).code]).toEqual([503, "FEATURES_STALE"]);
      expect(headers["despliega-release"]).toBe(`riesgo/${versionOf(1)}`);
    }
    await api.releases.refresh("riesgo");
    await refreshTiny(store, { users: USERS, edition: editionOf(2), description: NEW });
    await api.releases.refresh("riesgo");
    const told = api.log.lines().filter(({ msg }) => String(msg).startsWith("features are"));
    expect(told.map(({ msg }) => msg)).toEqual([
      "features are older than the model allows",
      "features are as new as the model asks",
    ]);
    expect((await api.request.get(PREDICTION)).text).toBe('{"resultado":[0]}');
  });
});
