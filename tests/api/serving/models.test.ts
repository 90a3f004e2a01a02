import { createReleases, type Releases } from "@despliega/api";
import { blobNames, memoryBlobStore, type BlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { promoteTiny, SENSITIVE, versionOf } from "../../support/release.js";
import { until } from "../../support/until.js";
import { parsePrometheus } from "../ops/prometheus-text.js";
import { recordOf, RISKY } from "../protocols/support.js";
import { apiOn, capturedLog } from "../support.js";
import { failuresIn, newStorage, predictionAt, start } from "./support.js";

const churn = {
  model: "churn",
  description: { serving: { by: "row", answer: "outcome" } },
} as const;
const REFRESH = { DESPLIEGA_REFRESH_SECONDS: "1" };

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

const namesAt = async (url: string): Promise<readonly string[]> => {
  const { models } = (await (await fetch(`${url}/v1/models`)).json()) as {
    models: { model: string }[];
  };
  return models.map(({ model }) => model);
};

const serving = (url: string, names: readonly string[]) =>
  until(
    async () => JSON.stringify(await namesAt(url)) === JSON.stringify(names),
    `${names.join()} being served`,
  );

const pathsAt = async (url: string): Promise<string> => {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
  return Object.keys(paths).join(" ");
};

const scrape = async (url: string) => parsePrometheus(await (await fetch(`${url}/metrics`)).text());

/** The models of a metric. */
const measuredAt = async (url: string, metric: string): Promise<readonly unknown[]> =>
  (await scrape(url)).filter(({ name }) => name === metric).map(({ labels }) => labels["model"]);

const forget = (store: BlobStore, model: string) => store.delete(blobNames.champion(model));

describe("an api that runs", () => {
  test("serves a model that is promoted for the first time, and stops when its champion is gone", async () => {
    const { store, settings } = await newStorage();
    await promoteTiny(store);
    const api = start({ ...settings, ...REFRESH });
    const url = await api.ready();

    await promoteTiny(store, churn);
    await serving(url, ["churn", "riesgo"]);
    const answer = await fetch(`${url}/v1/models/churn/prediction`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(recordOf(RISKY)),
    });
    expect(await answer.json()).toEqual({ outcome: [1] });
    expect(await pathsAt(url)).toContain("/v1/models/churn/prediction");
    expect(await measuredAt(url, "despliega_release_info")).toEqual(["churn", "riesgo"]);

    await forget(store, "riesgo");
    await serving(url, ["churn"]);
    expect(await statusOf(`${url}/api/user/5008806/prediccion`)).toBe(404);
    expect(await statusOf(`${url}/v1/models/riesgo`)).toBe(404);
    expect(await statusOf(`${url}/readyz`)).toBe(200);
    expect(await pathsAt(url)).not.toContain("riesgo");
    expect(await measuredAt(url, "despliega_release_info")).toEqual(["churn"]);
    expect(failuresIn(api)).toEqual([]);
  });

  test("goes on with the others when a newcomer cannot be opened, and says so once", async () => {
    const { store, settings } = await newStorage();
    await promoteTiny(store);
    const api = start({ ...settings, ...REFRESH });
    const url = await api.ready();
    await promoteTiny(store, { ...churn, wrongGolden: true });
    await until(
      async () =>
        (await scrape(url)).some(
          ({ name, labels, value }) =>
            name === "despliega_refresh_failures_total" && labels["model"] === "churn" && value > 2,
        ),
      "failures of churn",
    );
    expect(await statusOf(`${url}/readyz`)).toBe(200);
    expect((await predictionAt(url))[0]).toBe('{"resultado":[0]}');
    expect(failuresIn(api)).toEqual(["GOLDEN_MISMATCH"]);
    await promoteTiny(store, { ...churn, version: versionOf(2) });
    await serving(url, ["churn", "riesgo"]);
  });
});

describe("an api that looks again is started", () => {
  test("before the first champion: it waits, alive and not ready, and serves it", async () => {
    const { store, settings } = await newStorage();
    const api = start({ ...settings, ...REFRESH });
    const url = await api.listening();
    await api.line(({ msg }) => msg === "nothing to serve yet");
    expect(await statusOf(`${url}/healthz`)).toBe(200);
    for (const path of ["/readyz", "/ping", "/v2/health/ready", "/api/user/5008806/prediccion"])
      expect(await statusOf(url + path)).toBe(503);
    await promoteTiny(store);
    await api.ready();
    expect((await predictionAt(url))[0]).toBe('{"resultado":[0]}');
  });

  test.each([
    ["of all models", {}],
    ["of named models", { DESPLIEGA_MODELS: "churn,riesgo" }],
  ])(
    "with one broken release %s: the others answer, and it is ready once all do",
    async (_, named) => {
      const { store, settings } = await newStorage();
      await promoteTiny(store);
      await promoteTiny(store, { ...churn, wrongGolden: true });
      const api = start({ ...settings, ...REFRESH, ...named });
      const url = await api.listening();
      await api.line(({ code }) => code === "GOLDEN_MISMATCH");
      await until(async () => (await predictionAt(url))[0] === '{"resultado":[0]}', "an answer");
      for (const path of ["/readyz", "/ping", "/v2/health/ready", "/v2/models/churn", "/elsewhere"])
        expect(await statusOf(url + path)).toBe(503);
      // The default model is not known before all are loaded.
      expect((await fetch(`${url}/invocations`, { method: "POST" })).status).toBe(503);
      await promoteTiny(store, { ...churn, version: versionOf(2) });
      await api.ready();
      expect(await statusOf(`${url}/readyz`)).toBe(200);
    },
  );

  test("with a named model that has no champion: the others answer, and it is ready once it has", async () => {
    const { store, settings } = await newStorage();
    await promoteTiny(store);
    const api = start({ ...settings, ...REFRESH, DESPLIEGA_MODELS: "riesgo,churn" });
    const url = await api.listening();
    await api.line(({ code }) => code === "CHAMPION_MISSING");
    await until(async () => (await predictionAt(url))[0] === '{"resultado":[0]}', "an answer");
    expect(await statusOf(`${url}/readyz`)).toBe(503);
    await promoteTiny(store, churn);
    await api.ready();
    expect(await namesAt(url)).toEqual(["riesgo", "churn"]);
  });

  test("with a sensitive model and no settings for it: it ends", async () => {
    const { store, settings } = await newStorage();
    await promoteTiny(store);
    await promoteTiny(store, { model: "vih", description: SENSITIVE });
    const api = start({ ...settings, ...REFRESH });
    const { code, stderr } = await api.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^SENSITIVE_UNSERVABLE: .+\n$/);
  });
});

const modelsOf = (releases: Releases) => releases.current().map(({ manifest }) => manifest.model);

describe("a model is not gone", () => {
  test("when it is configured by name", async () => {
    const { store, releases, log } = apiOn(undefined, { models: ["riesgo"] });
    await promoteTiny(store);
    await releases.load();
    await forget(store, "riesgo");
    await releases.refresh("riesgo");
    expect(modelsOf(releases)).toEqual(["riesgo"]);
    expect(log.lines().at(-1)).toMatchObject({ model: "riesgo", code: "CHAMPION_MISSING" });
  });

  test.each([
    ["its pointer is denied by something in between, and listed", true],
    ["the store cannot list", false],
  ])("when %s", async (_, lists) => {
    const memory = memoryBlobStore();
    await promoteTiny(memory);
    let there = true;
    const store: BlobStore = {
      ...memory,
      read: (name) => memory.read(there ? name : "nothing"),
      list: (prefix) => {
        if (!there && !lists) throw new Error("no list");
        return memory.list(prefix);
      },
    };
    const { releases } = apiOn(store);
    await releases.load();
    there = false;
    await releases.refresh("riesgo");
    expect(modelsOf(releases)).toEqual(["riesgo"]);
    expect(releases.status()).toMatchObject([{ failures: 1 }]);
  });
});

test("two models that are swapped at once are both seen by every follower", async () => {
  const store = memoryBlobStore();
  await promoteTiny(store);
  await promoteTiny(store, churn);
  const { logger } = capturedLog();
  const authorisation = { checkRelease: () => new Promise<void>(setImmediate) } as never;
  const releases = createReleases({
    store,
    logger,
    models: undefined,
    refreshSeconds: 0,
    authorisation,
  });
  await releases.load();
  let seen: readonly string[] = [];
  releases.onSwap((current) => (seen = current.map(({ manifest }) => manifest.version)));
  await promoteTiny(store, { version: versionOf(2) });
  await promoteTiny(store, { ...churn, version: versionOf(2) });
  await Promise.all([releases.refresh("riesgo"), releases.refresh("churn")]);
  expect(seen).toEqual([versionOf(2), versionOf(2)]);
});

describe("models that are found after the start", () => {
  test("are all waited for before the api is ready", async () => {
    const memory = memoryBlobStore();
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    const store: BlobStore = {
      ...memory,
      async read(name) {
        if (name === blobNames.manifest("riesgo", versionOf(1))) await opened;
        return memory.read(name);
      },
    };
    const { releases } = apiOn(store, { refreshSeconds: 3_600 });
    const loaded = releases.load();
    await promoteTiny(memory, churn);
    await promoteTiny(memory);
    const discovered = releases.discover();
    await until(async () => modelsOf(releases).includes("churn"), "the quick model being served");
    expect(releases.ready()).toBe(false);
    open();
    await discovered;
    await loaded;
    expect(releases.ready()).toBe(true);
    expect(modelsOf(releases)).toEqual(["churn", "riesgo"]);
  });

  test("are a line of the log where they take the urls that name no model, and give them back", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const { releases, log } = apiOn(store);
    await releases.load();
    const warnings = () =>
      log.lines().filter(({ msg }) => (msg as string).includes("name no model"));
    expect(warnings()).toEqual([]);
    await promoteTiny(store, churn);
    await releases.discover();
    expect(warnings()).toMatchObject([{ level: 40, models: ["churn", "riesgo"] }]);
    await promoteTiny(store, { version: versionOf(2) });
    await releases.refresh("riesgo");
    expect(warnings()).toHaveLength(1);
    await forget(store, "churn");
    await releases.refresh("churn");
    expect(warnings()[1]).toMatchObject({ level: 40, models: ["riesgo"] });
  });
});

test("models that cannot be looked for are one line, and nothing else changes", async () => {
  const memory = memoryBlobStore();
  await promoteTiny(memory);
  let broken = false;
  const store: BlobStore = {
    ...memory,
    list: (prefix) => {
      if (broken) throw new Error("no list");
      return memory.list(prefix);
    },
  };
  const { releases, log } = apiOn(store);
  await releases.load();
  broken = true;
  log.text.length = 0;
  for (let look = 0; look < 3; look++) await releases.discover();
  expect(log.lines()).toMatchObject([{ msg: "models cannot be looked for" }]);
  expect(modelsOf(releases)).toEqual(["riesgo"]);
});
