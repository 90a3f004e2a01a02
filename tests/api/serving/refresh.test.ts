import { blobNames, memoryBlobStore, promote, rollback, type BlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { copyWithout, overwrite } from "../../storage/release/altered.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { until } from "../../support/until.js";
import { apiOn } from "../support.js";
import { failuresIn, metricAt, newStorage, predictionAt, start } from "./support.js";

const HIGH_RISK = [9, 0, 0, 0, 0, 0];
const OLD = ['{"resultado":[0]}', `riesgo/${versionOf(1)}`];
const NEW = ['{"resultado":[1]}', `riesgo/${versionOf(2)}`];

const running = async () => {
  const { store, settings } = await newStorage();
  await promoteTiny(store);
  const api = start({ ...settings, DESPLIEGA_REFRESH_SECONDS: "1" });
  const url = await api.ready();
  return { store, api, url };
};

const servesAt = (url: string, expected: readonly string[]) =>
  until(async () => (await predictionAt(url))[1] === expected[1], `an answer of ${expected[1]}`);

test("a promotion is picked up while the api runs, and so is the way back", async () => {
  const { store, url } = await running();
  expect(await predictionAt(url)).toEqual(OLD);
  await promoteTiny(store, { version: versionOf(2), weights: HIGH_RISK });
  await servesAt(url, NEW);
  expect(await predictionAt(url)).toEqual(NEW);
  await rollback(store, "riesgo", move);
  await servesAt(url, OLD);
  expect(await predictionAt(url)).toEqual(OLD);
  expect(await metricAt(url, "despliega_refresh_failures_total")).toBe(0);
});

const bad: Readonly<Record<string, (store: BlobStore) => Promise<unknown>>> = {
  GOLDEN_MISMATCH: (store) =>
    publishTiny(store, { version: versionOf(2), weights: HIGH_RISK, wrongGolden: true }),
  RELEASE_INVALID: async (store) => {
    await publishTiny(store, { version: versionOf(2), weights: HIGH_RISK });
    await overwrite(store, blobNames.part("riesgo", versionOf(2), "features.csv"), (bytes) => {
      bytes[bytes.length - 2]! ^= 1;
      return bytes;
    });
  },
  BLOB_MISSING: async (store) => {
    const whole = memoryBlobStore();
    await publishTiny(whole, { version: versionOf(2), weights: HIGH_RISK });
    await copyWithout(whole, store, blobNames.part("riesgo", versionOf(2), "model.json"));
  },
};

describe("a champion that cannot be opened leaves the old one serving", () => {
  test.each(Object.entries(bad))("with one line of %s and a metric", async (code, publish) => {
    const { store, api, url } = await running();
    await publish(store);
    await promote(store, "riesgo", versionOf(2), move);
    await until(
      async () => (await metricAt(url, "despliega_refresh_failures_total")) > 0,
      "a failure",
    );
    expect(await predictionAt(url)).toEqual(OLD);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    await promoteTiny(store, { version: versionOf(3), weights: HIGH_RISK });
    await servesAt(url, [NEW[0]!, `riesgo/${versionOf(3)}`]);
    await api.line(({ msg }) => msg === "refresh succeeds again");
    expect(failuresIn(api)).toEqual([code]);
  });
});

test("a problem that stays the same is one line, however often the pointer is looked at", async () => {
  const { store, releases, log } = apiOn();
  await promoteTiny(store);
  await releases.load();
  for (const digit of [2, 3]) {
    await promoteTiny(store, { version: versionOf(digit), wrongGolden: true });
    for (let look = 0; look < 3; look++) await releases.refresh("riesgo");
  }
  expect(releases.status()).toMatchObject([{ failures: 6 }]);
  const failed = log.lines().filter(({ code }) => code === "GOLDEN_MISMATCH");
  expect(failed.map(({ problem }) => problem)).toEqual([
    expect.stringContaining(versionOf(2)),
    expect.stringContaining(versionOf(3)),
  ]);
});
