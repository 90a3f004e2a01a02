import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  listVersions,
  memoryBlobStore,
  publishRelease,
  readManifest,
  readPart,
  type BlobStore,
} from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { publishTiny, versionOf } from "../../support/release.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { STORES } from "./stores.js";

const namesIn = async (store: BlobStore): Promise<string[]> =>
  (await collect(store.list(""))).map(({ name }) => name);

describe.each(STORES)("publishing %s", (_, makeStore) => {
  test("puts data and model into different folders, and the manifest beside the model", async () => {
    const store = await makeStore();
    const { version } = await publishTiny(store);
    expect(await namesIn(store)).toEqual([
      `output/riesgo/${version}/features.csv`,
      `train_models/riesgo/${version}/golden.json`,
      `train_models/riesgo/${version}/manifest.json`,
      `train_models/riesgo/${version}/model.json`,
    ]);
  });

  test("records size and hash of every part", async () => {
    const store = await makeStore();
    const { model, version, parts } = await publishTiny(store);
    for (const part of parts) {
      const { bytes, sha256 } = part;
      const blob = await store.read(blobNames.described(model, version, part));
      expect(blob.bytes.length).toBe(bytes);
      expect(createHash("sha256").update(blob.bytes).digest("hex")).toBe(sha256);
    }
  });

  test("refuses a published version, and does not change it", async () => {
    const store = await makeStore();
    const manifest = await publishTiny(store);
    await expect(publishTiny(store, { weights: [0, 0, 0, 0, 0, 0] })).rejects.toMatchObject({
      code: "BLOB_EXISTS",
    });
    const { model, version } = manifest;
    expect(await readManifest(store, model, version)).toEqual(manifest);
    for (const { name } of manifest.parts) await readPart(store, manifest, name);
  });
});

describe("publishing", () => {
  test("refuses an unknown part without a folder", async () => {
    const store = memoryBlobStore();
    const parts = [{ name: "later.bin", source: Buffer.from("later") }];
    await expect(publishTiny(store, { parts })).rejects.toMatchObject({ code: "NAME_INVALID" });
    expect(await namesIn(store)).toEqual([]);
  });

  test("reads a part from a file or from memory", async () => {
    const store = memoryBlobStore();
    const file = join(await temporaryDirectory(), "report.html");
    await writeFile(file, "<p>good</p>");
    const {
      format: _format,
      formatVersion: _version,
      parts: _parts,
      ...description
    } = await publishTiny(memoryBlobStore());
    const manifest = await publishRelease(store, description, [
      { name: "report.html", source: { file } },
      { name: "metrics.json", source: Buffer.from("<p>good</p>") },
    ]);
    const [fromFile, fromMemory] = manifest.parts;
    expect({ ...fromFile, name: "metrics.json" }).toEqual(fromMemory);
    expect((await readPart(store, manifest, "report.html")).toString()).toBe("<p>good</p>");
  });

  test("leaves no release behind when a part cannot be written", async () => {
    const store = memoryBlobStore();
    const version = versionOf(1);
    await store.create(blobNames.part("riesgo", version, "model.json"), Buffer.from("another's"));
    await expect(publishTiny(store, { version })).rejects.toMatchObject({ code: "BLOB_EXISTS" });
    expect(await listVersions(store, "riesgo")).toEqual([]);
  });

  test.each(["../x", "/x", "a/b", "", "A"])("refuses the model name %p", async (model) => {
    const store = memoryBlobStore();
    await expect(publishTiny(store, { model })).rejects.toThrow();
    expect(await namesIn(store)).toEqual([]);
  });
});
