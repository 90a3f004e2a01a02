import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { blobNames, memoryBlobStore, rollback, type BlobStore } from "@despliega/storage";

import { move, promoteTiny, publishTiny, SERVING, versionOf } from "../../support/release.js";
import { apiOn } from "../support.js";

type Api = ReturnType<typeof apiOn>;

const loaded = async (store?: BlobStore): Promise<Api> => {
  const api = apiOn(store);
  await promoteTiny(api.store);
  await api.releases.load();
  return api;
};

const HIGH_RISK = [9, 0, 0, 0, 0, 0];
const PREDICTION = "/api/user/5008806/prediccion";

const answerOf = async ({ request }: Api) => {
  const { text, headers } = await request.get(PREDICTION);
  return [text, headers["despliega-release"]];
};
const OLD = ['{"resultado":[0]}', `riesgo/${versionOf(1)}`];
const NEW = ['{"resultado":[1]}', `riesgo/${versionOf(2)}`];

describe("a refresh", () => {
  test("swaps in the new champion", async () => {
    const api = await loaded();
    await promoteTiny(api.store, { version: versionOf(2), weights: HIGH_RISK });
    expect(await answerOf(api)).toEqual(OLD);
    await api.releases.refresh("riesgo");
    expect(await answerOf(api)).toEqual(NEW);
  });

  test("goes back when the pointer was rolled back", async () => {
    const api = await loaded();
    await promoteTiny(api.store, { version: versionOf(2), weights: HIGH_RISK });
    await api.releases.refresh("riesgo");
    await rollback(api.store, "riesgo", move);
    await api.releases.refresh("riesgo");
    expect(await answerOf(api)).toEqual(OLD);
  });

  test("keeps the very same release while the pointer does not move", async () => {
    const { releases } = await loaded();
    const [before] = releases.current();
    await releases.refresh("riesgo");
    expect(releases.current()[0]).toBe(before);
  });

  test("leaves the old release serving when the new one misses a golden row, and logs one line", async () => {
    const api = await loaded();
    await promoteTiny(api.store, { version: versionOf(2), weights: HIGH_RISK, wrongGolden: true });
    api.log.text.length = 0;
    await api.releases.refresh("riesgo");
    expect(api.log.lines()).toMatchObject([{ model: "riesgo", code: "GOLDEN_MISMATCH" }]);
    expect(await answerOf(api)).toEqual(OLD);
  });

  test("leaves the old release serving when a part of the new one is damaged", async () => {
    const api = await loaded();
    await promoteTiny(api.store, { version: versionOf(2), weights: HIGH_RISK });
    const part = blobNames.part("riesgo", versionOf(2), "features.csv");
    const { bytes, etag } = await api.store.read(part);
    bytes[bytes.length - 2]! ^= 1;
    await api.store.replace(part, bytes, etag);
    api.log.text.length = 0;
    await api.releases.refresh("riesgo");
    expect(api.log.lines()).toMatchObject([{ model: "riesgo", code: "RELEASE_INVALID" }]);
    expect(await answerOf(api)).toEqual(OLD);
  });

  test("takes the next good champion after a bad one", async () => {
    const api = await loaded();
    await promoteTiny(api.store, { version: versionOf(3), wrongGolden: true });
    await api.releases.refresh("riesgo");
    await promoteTiny(api.store, { version: versionOf(2), weights: HIGH_RISK });
    await api.releases.refresh("riesgo");
    expect(await answerOf(api)).toEqual(NEW);
  });

  test("moves the urls when the new release has others", async () => {
    const api = await loaded();
    const paths = { features: "/moved/:id/features", prediction: "/moved/:id/prediction" };
    const serving = { ...SERVING, paths };
    await promoteTiny(api.store, { version: versionOf(2), description: { serving } });
    await api.releases.refresh("riesgo");
    expect((await api.request.get("/moved/5008806/prediction")).status).toBe(200);
    expect((await api.request.get(PREDICTION)).status).toBe(404);
  });

  test("runs once when it is asked for twice at the same time", async () => {
    const memory = memoryBlobStore();
    const reads: string[] = [];
    const store: BlobStore = {
      ...memory,
      read(name) {
        reads.push(name);
        return memory.read(name);
      },
    };
    const { releases } = await loaded(store);
    reads.length = 0;
    await Promise.all([releases.refresh("riesgo"), releases.refresh("riesgo")]);
    expect(reads[0]).toBe(blobNames.champion("riesgo"));
    expect(reads).toEqual([...new Set(reads)]);
  });
});

describe("with DESPLIEGA_REFRESH_SECONDS", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("a pointer is looked at again once its time is over, and again after that", async () => {
    const api = apiOn(undefined, { refreshSeconds: 60 });
    const versions: string[] = [];
    const swap = () => new Promise<void>((resolve) => api.releases.onSwap(() => resolve()));
    api.releases.onSwap(([release]) => versions.push(release!.manifest.version));
    await promoteTiny(api.store);
    await api.releases.load();
    for (const digit of [2, 3]) {
      await promoteTiny(api.store, { version: versionOf(digit) });
      jest.advanceTimersByTime(59_000);
      expect(versions).toHaveLength(digit - 1);
      const swapped = swap();
      jest.advanceTimersByTime(2_000);
      await swapped;
      await api.releases.refresh("riesgo");
    }
    expect(versions).toEqual([versionOf(1), versionOf(2), versionOf(3)]);
  });
});

describe("load", () => {
  test("takes every model with a champion, and no release that was never promoted", async () => {
    const { store, releases } = apiOn();
    const serving = { by: "row", answer: "outcome" } as const;
    await promoteTiny(store);
    await publishTiny(store, { model: "churn", description: { serving } });
    await releases.load();
    expect(releases.current().map(({ manifest }) => manifest.model)).toEqual(["riesgo"]);
  });

  test("takes only the models that are named, in that order", async () => {
    const { store, releases } = apiOn(undefined, { models: ["riesgo", "churn"] });
    const serving = { by: "row", answer: "outcome" } as const;
    for (const model of ["churn", "other"])
      await promoteTiny(store, { model, description: { serving } });
    await promoteTiny(store);
    await releases.load();
    const names = releases.current().map(({ manifest }) => manifest.model);
    expect(names).toEqual(["riesgo", "churn"]);
  });

  test("fails when nothing has a champion", async () => {
    const { releases } = apiOn();
    await expect(releases.load()).rejects.toMatchObject({ code: "NO_MODEL" });
  });

  test("fails when a model that is named has no champion", async () => {
    const { store, releases } = apiOn(undefined, { models: ["riesgo", "churn"] });
    await promoteTiny(store);
    await expect(releases.load()).rejects.toMatchObject({ code: "CHAMPION_MISSING" });
    expect(releases.current()).toEqual([]);
  });

  test("serves nothing when one of two releases is bad", async () => {
    const { store, releases } = apiOn();
    await promoteTiny(store);
    await promoteTiny(store, {
      model: "churn",
      wrongGolden: true,
      description: { serving: { by: "row", answer: "outcome" } },
    });
    await expect(releases.load()).rejects.toMatchObject({ code: "GOLDEN_MISMATCH" });
    expect(releases.current()).toEqual([]);
  });

  const refusals = {
    "a url of another model": { model: "zzz" },
    "a url of another model, whose key has another name": {
      model: "zzz",
      description: {
        serving: {
          ...SERVING,
          keys: [{ name: "user", type: "integer" as const }],
          paths: {
            features: "/api/user/:user/caracteristicasriesgo",
            prediction: "/api/user/:user/score",
          },
        },
      },
    },
    "a path that hides the urls of the api": {
      description: {
        serving: { ...SERVING, paths: { ...SERVING.paths, features: "/:id/features" } },
      },
    },
    "a path under a url of the api": {
      description: {
        serving: { ...SERVING, paths: { ...SERVING.paths, features: "/healthz/:id" } },
      },
    },
    "the name of a detail for its answer": {
      description: { serving: { ...SERVING, answer: "version" } },
    },
    "classes but no threshold": { description: { threshold: undefined } },
  };

  test.each(Object.entries(refusals))("refuses a release that has %s", async (_, tiny) => {
    const { store, releases } = apiOn();
    await promoteTiny(store);
    await promoteTiny(store, { version: versionOf(2), ...tiny });
    await expect(releases.load()).rejects.toMatchObject({ code: "RELEASE_INVALID" });
  });
});

test("requests in flight during a swap each see one whole release", async () => {
  const api = await loaded();
  await promoteTiny(api.store, { version: versionOf(2), weights: HIGH_RISK });
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, () => answerOf(api)),
    api.releases.refresh("riesgo"),
    ...Array.from({ length: 20 }, () => answerOf(api)),
  ]);
  for (const answer of answers) if (answer !== undefined) expect([OLD, NEW]).toContainEqual(answer);
});
