import { blobNames, promote, rollback, type BlobStore } from "@despliega/storage";

import { parsePrometheus, valueOf } from "../../../api/ops/prometheus-text.js";
import { move } from "../../../support/release.js";
import { until } from "../../../support/until.js";
import type { AzuriteServer } from "../lib/azurite.js";
import { DAMAGED, FIRST, MISMATCHED, SECOND } from "./releases.js";

/** What is changed under the api. */
export interface Scene {
  readonly url: string;
  readonly store: BlobStore;
  readonly azurite: AzuriteServer;
}

interface Model {
  readonly version: string;
  readonly staleSeconds?: number;
}

const MODEL = "riesgo";

const modelAt = async (url: string): Promise<Model> => {
  const body = (await (await fetch(`${url}/readyz`)).json()) as { models: [Model] };
  return body.models[0];
};

const serves = (url: string, version: string): Promise<unknown> =>
  until(async () => {
    const model = await modelAt(url);
    return model.version === version && model.staleSeconds === undefined;
  }, `${version} answers`);

const isStale = (url: string): Promise<unknown> =>
  until(async () => (await modelAt(url)).staleSeconds, "the api says that it may be stale");

const failures = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return valueOf(parsePrometheus(text), "despliega_refresh_failures_total") ?? NaN;
};

const swap =
  (version: string) =>
  async ({ url, store }: Scene): Promise<void> => {
    await promote(store, MODEL, version, move);
    await serves(url, version);
  };

/** Promotes a release that cannot be opened, and the first one again once the api has seen that. */
const bad =
  (version: string) =>
  async ({ url, store }: Scene): Promise<void> => {
    const before = await failures(url);
    await promote(store, MODEL, version, move);
    await until(async () => (await failures(url)) > before, `${version} is refused`);
    await promote(store, MODEL, FIRST, move);
    await serves(url, FIRST);
  };

const damagedPointer = async ({ url, store }: Scene): Promise<void> => {
  const name = blobNames.champion(MODEL);
  const before = await failures(url);
  const { bytes, etag } = await store.read(name);
  const damaged = await store.replace(name, bytes.subarray(0, bytes.length / 2), etag);
  await until(async () => (await failures(url)) > before, "the pointer is refused");
  await store.replace(name, bytes, damaged);
  await serves(url, FIRST);
};

const lostStorage = async ({ url, azurite }: Scene): Promise<void> => {
  await azurite.stop();
  await isStale(url);
  await azurite.start();
  await serves(url, FIRST);
};

const silentStorage = async ({ url, azurite }: Scene): Promise<void> => {
  azurite.pause();
  await isStale(url);
  azurite.resume();
  await serves(url, FIRST);
};

/** All that may happen under an api that answers, in this order; each begins and ends with the first release. */
export const CHANGES: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  "a swap and a rollback": async (scene) => {
    await swap(SECOND)(scene);
    await rollback(scene.store, MODEL, move);
    await serves(scene.url, FIRST);
  },
  "a release that misses a golden row": bad(MISMATCHED),
  "a release with a damaged part": bad(DAMAGED),
  "a damaged pointer": damagedPointer,
  "a storage that goes away and comes back": lostStorage,
  "a storage that falls silent": silentStorage,
};
