import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  listVersions,
  memoryBlobStore,
  openRelease,
  readManifest,
  readPart,
  streamPart,
} from "@despliega/storage";

import { promoteTiny, publishTiny, SERVING, versionOf } from "../../support/release.js";
import { overwrite } from "./altered.js";
import { STORES } from "./stores.js";

describe.each(STORES)("the versions of a model %s", (_, makeStore) => {
  test("are those with a manifest, oldest first, beside any other blobs", async () => {
    const store = await makeStore();
    await promoteTiny(store, { version: versionOf(2) });
    await publishTiny(store, { version: versionOf(1) });
    await publishTiny(store, { version: versionOf(3), model: "riesgo2" });
    await store.create(blobNames.part("riesgo", versionOf(4), "model.json"), Buffer.from("{}"));
    await store.create("train_models/riesgo/backup/manifest.json", Buffer.from("{}"));
    expect(await listVersions(store, "riesgo")).toEqual([versionOf(1), versionOf(2)]);
  });
});

test("a manifest of format 2 with one entity, which its paths call :id, is read as one with a key", async () => {
  const store = memoryBlobStore();
  const manifest = await publishTiny(store);
  const { keys: _keys, ...serving } = SERVING;
  const earlier = {
    ...manifest,
    serving: {
      ...serving,
      entity: { name: "user", type: "integer" },
      paths: { features: "/u/:id/f", prediction: "/u/:id/p" },
    },
  };
  await overwrite(store, blobNames.manifest("riesgo", manifest.version), () =>
    Buffer.from(JSON.stringify(earlier)),
  );
  expect((await readManifest(store, "riesgo", manifest.version)).serving).toEqual({
    ...serving,
    keys: [{ name: "user", type: "integer" }],
    paths: { features: "/u/:user/f", prediction: "/u/:user/p" },
  });
});

test("an interval with one pair of ends is read as one whose ends are the same for every answer", async () => {
  const store = memoryBlobStore();
  const manifest = await publishTiny(store);
  const interval = { level: 0.8, by: "factor", lower: 0.5, upper: 2 };
  await overwrite(store, blobNames.manifest("riesgo", manifest.version), () =>
    Buffer.from(JSON.stringify({ ...manifest, interval })),
  );
  expect((await readManifest(store, "riesgo", manifest.version)).interval).toEqual({
    level: 0.8,
    by: "factor",
    at: [0],
    lower: [0.5],
    upper: [2],
  });
});

describe("a part", () => {
  test("that is too long is refused before its surplus reaches the consumer", async () => {
    const store = memoryBlobStore();
    const manifest = await publishTiny(store);
    const blob = blobNames.part("riesgo", manifest.version, "golden.json");
    await overwrite(store, blob, (bytes) => Buffer.concat([bytes, Buffer.alloc(1 << 20)]));
    const chunks = streamPart(store, manifest, "golden.json");
    await expect(chunks.next()).rejects.toMatchObject({ code: "RELEASE_INVALID" });
  });

  test("of a later version is read and checked like any other", async () => {
    const store = memoryBlobStore();
    const source = Buffer.from("later");
    const manifest = await publishTiny(store, {
      parts: [{ name: "later.bin", folder: "output", source }],
    });
    const blob = `output/riesgo/${manifest.version}/later.bin`;
    expect(await readPart(store, manifest, "later.bin")).toEqual(source);
    await openRelease(store, "riesgo", manifest.version);
    await overwrite(store, blob, () => Buffer.from("latex"));
    await expect(readPart(store, manifest, "later.bin")).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining(`${blob} is not usable`),
    });
  });

  test("that the release does not have is refused", async () => {
    const store = memoryBlobStore();
    const manifest = await publishTiny(store);
    await expect(readPart(store, manifest, "rejected.csv")).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("it has no rejected.csv"),
    });
  });
});

describe("a manifest", () => {
  test("that nobody promoted is read without a hash", async () => {
    const store = memoryBlobStore();
    const manifest = await publishTiny(store);
    expect(await readManifest(store, "riesgo", manifest.version)).toEqual(manifest);
  });

  test("that is not the promoted one is refused", async () => {
    const store = memoryBlobStore();
    const { version } = await publishTiny(store);
    await expect(readManifest(store, "riesgo", version, "0".repeat(64))).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("it is not the one that was promoted"),
    });
  });

  test.each([
    ["../riesgo", versionOf(1)],
    ["riesgo", "../../etc"],
    ["riesgo", "latest"],
  ])("of %p, version %p, is never looked for", async (model, version) => {
    await expect(readManifest(memoryBlobStore(), model, version)).rejects.toMatchObject({
      code: "NAME_INVALID",
    });
  });
});
