import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  openRelease,
  requireChampion,
  type BlobStore,
  type Release,
} from "@despliega/storage";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../support/azurite.js";
import { startFaultyProxy } from "../../support/faulty-proxy.js";
import { promoteTiny, publishTiny, USERS, versionOf } from "../../support/release.js";
import { blobsOf, copyWithout, overwrite, publishAltered } from "./altered.js";
import { STORES } from "./stores.js";
import { toRow } from "../../support/to-row.js";

const openChampion = async (store: BlobStore): Promise<Release> => {
  const { model, version, manifest } = await requireChampion(store, "riesgo");
  return openRelease(store, model, version, manifest);
};

const featuresOf = ({ table }: Release, id: number): (number | null)[] => {
  const row = new Float64Array(5);
  table?.read(table.find([id]), row);
  return Array.from(row, (value) => (Number.isNaN(value) ? null : value));
};

describe.each(STORES)("a release %s", (_, makeStore) => {
  test("opens as it was published", async () => {
    const store = await makeStore();
    const manifest = await promoteTiny(store);
    const release = await openChampion(store);
    expect(release.manifest).toEqual(manifest);
    expect(release.table?.rows).toBe(3);
    for (const [id, features] of Object.entries(USERS))
      expect(featuresOf(release, Number(id))).toEqual(features);
    expect(release.table?.find([1])).toBe(-1);
    expect(release.scorer.score(toRow(USERS[5008806]))).toBeLessThan(0.5);
    expect(release.scorer.score(toRow(USERS[5008807]))).toBeGreaterThan(
      release.scorer.score(toRow(USERS[5008806])),
    );
  });

  test("does not open when a byte of any blob differs", async () => {
    const store = await makeStore();
    for (const blob of blobsOf(await promoteTiny(store))) {
      const { bytes: original } = await store.read(blob);
      for (const share of [0, 0.2, 0.4, 0.6, 0.8, 0.999]) {
        await overwrite(store, blob, (bytes) => {
          const at = Math.floor(share * bytes.length);
          bytes[at] = bytes[at]! ^ 1;
          return bytes;
        });
        await expect(openChampion(store)).rejects.toMatchObject({
          code: "RELEASE_INVALID",
          message: expect.stringContaining(blob),
        });
        await overwrite(store, blob, () => original);
      }
      await openChampion(store);
    }
  });

  test("does not open when a blob is cut, longer or empty", async () => {
    const store = await makeStore();
    for (const blob of blobsOf(await promoteTiny(store))) {
      const { bytes: original } = await store.read(blob);
      for (const change of [
        original.subarray(0, -1),
        Buffer.concat([original, Buffer.from("\n")]),
        Buffer.alloc(0),
      ]) {
        await overwrite(store, blob, () => change);
        await expect(openChampion(store)).rejects.toMatchObject({
          code: "RELEASE_INVALID",
          message: expect.stringContaining(blob),
        });
      }
      await overwrite(store, blob, () => original);
    }
  });

  test("does not open when a blob is missing", async () => {
    const whole = await makeStore();
    for (const blob of blobsOf(await promoteTiny(whole))) {
      const store = await makeStore();
      await copyWithout(whole, store, blob);
      await expect(openChampion(store)).rejects.toMatchObject({
        code: "BLOB_MISSING",
        message: `There is no blob ${blob}`,
      });
    }
  });
});

test("a table that breaks off is a fault of the store, not of the release", async () => {
  const container = newContainer();
  const direct = await azuriteStore({ container });
  const { model, version } = await publishTiny(direct);
  const proxy = await startFaultyProxy(azuriteConnectionString());
  const store = await azuriteStoreOf({
    connectionString: proxy.connectionString,
    container,
    timeoutSeconds: 1,
  });
  proxy.fail("stall", ({ url }) => url?.includes("features.csv") === true);
  await expect(openRelease(store, model, version)).rejects.toMatchObject({
    code: "STORE_UNREACHABLE",
    message: expect.stringContaining("features.csv: no answer within 1 s"),
  });
  proxy.close();
});

describe("a release", () => {
  test("has no table when the caller sends the features", async () => {
    const store = memoryBlobStore();
    const { model, version } = await publishTiny(store, {
      description: { serving: { by: "row", answer: "resultado" } },
    });
    expect((await openRelease(store, model, version)).table).toBeUndefined();
  });

  test("does not open with the manifest of another release", async () => {
    const store = memoryBlobStore();
    await publishTiny(store, { version: versionOf(1) });
    await publishTiny(store, { version: versionOf(2) });
    const { bytes } = await store.read(blobNames.manifest("riesgo", versionOf(1)));
    await overwrite(store, blobNames.manifest("riesgo", versionOf(2)), () => bytes);
    await expect(openRelease(store, "riesgo", versionOf(2))).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("it describes another release"),
    });
  });

  test.each(["../features.csv", "/etc/passwd", "a/features.csv", "", "__proto__"])(
    "does not open when its manifest names the part %p",
    async (name) => {
      const store = memoryBlobStore();
      const { model, version } = await publishTiny(store);
      await overwrite(store, blobNames.manifest(model, version), (bytes) => {
        const manifest = JSON.parse(bytes.toString()) as { parts: { name: string }[] };
        manifest.parts[0]!.name = name;
        return Buffer.from(JSON.stringify(manifest));
      });
      await expect(openRelease(store, model, version)).rejects.toMatchObject({
        code: "RELEASE_INVALID",
        message: expect.stringContaining("parts.0.name"),
      });
    },
  );

  test("does not open when its model answers a golden row differently", async () => {
    const store = memoryBlobStore();
    const { model, version } = await publishTiny(store, { wrongGolden: true });
    await expect(openRelease(store, model, version)).rejects.toMatchObject({
      code: "GOLDEN_MISMATCH",
      message: `Release ${version} of riesgo answers golden row 1 differently from its trainer`,
    });
  });

  test.each([
    ["has too few values", { features: [1, 2], score: 0.5 }],
    ["has too many values", { features: [...USERS[5008806], 1], score: 0.1 }],
    ["lacks a value that may not be missing", { features: [null, 1, 1, 1, 1], score: 0.5 }],
  ])("does not open when a golden row %s", async (_, golden) => {
    const store = memoryBlobStore();
    const { model, version } = await publishAltered(store, {
      "golden.json": JSON.stringify({ rows: [golden] }),
    });
    await expect(openRelease(store, model, version)).rejects.toMatchObject({
      code: "GOLDEN_MISMATCH",
    });
  });

  test("does not open without golden rows", async () => {
    const store = memoryBlobStore();
    const { model, version } = await publishAltered(store, { "golden.json": '{"rows":[]}' });
    await expect(openRelease(store, model, version)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("golden.json"),
    });
  });

  const header = "id,nb_previous_loans,avg_amount_loans_previous,age,years_on_the_job,flag_own_car";
  test.each([
    ["is empty", "", 3, "there are 0 rows, not 3"],
    ["has another header", "id,a,b,c,d,e\n1,1,1,1,1,1\n", 1, `the header is not ${header}`],
    ["has fewer rows", `${header}\n1,1,1,1,1,1\n`, 2, "there are 1 rows, not 2"],
    ["has more rows", `${header}\n1,1,1,1,1,1\n2,1,1,1,1,1\n`, 1, "there are more than 1 rows"],
    [
      "has an id twice",
      `${header}\n7,1,1,1,1,1\n7,2,2,2,2,2\n`,
      2,
      "rows 0 and 1 have the same id",
    ],
    ["has a short row", `${header}\n1,1,1\n`, 1, "Invalid Record Length"],
  ])("does not open when its feature table %s", async (_, csv, rows, problem) => {
    const store = memoryBlobStore();
    const { model, version } = await publishAltered(store, { "features.csv": csv }, rows);
    await expect(openRelease(store, model, version)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining(
        `${blobNames.part(model, version, "features.csv")} is not usable: ${problem}`,
      ),
    });
  });

  test.each([
    ["is not JSON", "{"],
    ["is of another kind", '{"name":"KNN"}'],
    [
      "has weights for other features",
      '{"name":"LogisticRegression","numberClasses":2,"classifiers":[{"weights":[[1,2]]},{"weights":[[-1,-2]]}]}',
    ],
  ])("does not open when its model %s", async (_, json) => {
    const store = memoryBlobStore();
    const { model, version } = await publishAltered(store, { "model.json": json });
    await expect(openRelease(store, model, version)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("model.json is not usable"),
    });
  });
});
