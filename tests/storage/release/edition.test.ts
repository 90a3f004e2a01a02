import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  openFeatures,
  openRelease,
  planPrune,
  promote,
  prune,
  readChampion,
  readLedger,
  refresh,
  requireChampion,
  rollback,
  type BlobStore,
  type Release,
} from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { editionOf, publishTinyEdition, refreshTiny } from "../../support/edition.js";
import { move, promoteTiny, publishTiny, USERS, versionOf } from "../../support/release.js";
import { overwrite } from "./altered.js";
import { STORES } from "./stores.js";

const MODEL = "riesgo";

/** A known user with other features, and a new one; the others are gone. */
const LATER = { 5008806: [30, 140.5, 60, 4, 1], 9000001: [0, null, 19, null, 0] } as const;

const openChampion = async (store: BlobStore): Promise<Release> => {
  const { version, manifest, edition } = await requireChampion(store, MODEL);
  return openRelease(store, MODEL, version, manifest, edition);
};

const loansOf = ({ table }: Release, id: number): number | undefined => {
  const at = table!.find([id]);
  if (at === -1) return undefined;
  const row = new Float64Array(5);
  table!.read(at, row);
  return row[0];
};

const place = async (store: BlobStore): Promise<string> => {
  const { version, edition } = await requireChampion(store, MODEL);
  return `${version.at(-1)}${edition === undefined ? "" : `/${edition.name.at(-1)}`}`;
};

describe.each(STORES)("an edition %s", (_, makeStore) => {
  test("gives a release other features, and nothing else", async () => {
    const store = await makeStore();
    await promoteTiny(store);
    const before = await openChampion(store);
    expect(before.edition).toBeUndefined();
    const champion = await refreshTiny(store, { users: LATER });
    const { version } = before.manifest;
    expect(champion).toMatchObject({ sequence: 2, action: "refresh", version });
    expect(champion.previous).toEqual({ version, manifest: champion.manifest });
    expect((await readLedger(store, MODEL)).at(-1)).toEqual(champion);

    const after = await openChampion(store);
    expect(after.edition).toMatchObject({ edition: editionOf(1), newestEvent: "2026-02-28" });
    expect(after.manifest).toEqual(before.manifest);
    expect([5008806, 9000001, 5008807].map((id) => loansOf(after, id))).toEqual([30, 0, undefined]);
    const swapped = await openFeatures(store, before, champion.edition);
    expect(swapped.scorer).toBe(before.scorer);
    expect(loansOf(swapped, 5008806)).toBe(30);
  });

  test("does not open when a byte of any of its blobs differs", async () => {
    const store = await makeStore();
    await promoteTiny(store);
    await refreshTiny(store, { users: LATER });
    const blobs = (await collect(store.list(""))).filter(({ name }) => name.includes("editions/"));
    expect(blobs.map(({ name }) => name.split("/").at(-1))).toEqual(
      expect.arrayContaining(["features.csv", "golden.json", "manifest.json"]),
    );
    for (const { name, bytes } of blobs)
      for (const at of [0, Math.floor(bytes / 2), bytes - 1]) {
        const flip = (content: Buffer) => {
          content[at] = content[at]! ^ 1;
          return content;
        };
        await overwrite(store, name, flip);
        await expect(openChampion(store)).rejects.toMatchObject({ code: "RELEASE_INVALID" });
        await overwrite(store, name, flip);
      }
    await openChampion(store);
  });

  test("is undone by a rollback, which a second rollback undoes", async () => {
    const store = await makeStore();
    for (const digit of [1, 2]) await promoteTiny(store, { version: versionOf(digit) });
    await refreshTiny(store, { users: LATER });
    await refreshTiny(store, { users: USERS, edition: editionOf(2) });
    expect(await place(store)).toBe("2/2");
    await rollback(store, MODEL, move);
    expect(await place(store)).toBe("2/1");
    expect(loansOf(await openChampion(store), 5008806)).toBe(30);
    await rollback(store, MODEL, move);
    expect(await place(store)).toBe("2/2");
    await rollback(store, MODEL, move, "release");
    expect(await place(store)).toBe("1");
    await rollback(store, MODEL, move, "release");
    expect(await place(store)).toBe("2/2");
  });

  test("loses against a promotion since the pointer was read", async () => {
    const store = await makeStore();
    await promoteTiny(store);
    await publishTiny(store, { version: versionOf(2) });
    const read = await readChampion(store, MODEL);
    const edition = await publishTinyEdition(store, { version: versionOf(1), users: LATER });
    await promote(store, MODEL, versionOf(2), move);
    await expect(refresh(store, MODEL, edition, move, read)).rejects.toMatchObject({
      code: "BLOB_CHANGED",
    });
    expect(await place(store)).toBe("2");
  });

  test("goes with a prune when it has not answered lately, and its release stays", async () => {
    const store = await makeStore();
    await promoteTiny(store, { version: versionOf(1) });
    await refreshTiny(store, { users: LATER });
    await promoteTiny(store, { version: versionOf(2) });
    for (const digit of [2, 3, 4])
      await refreshTiny(store, { users: LATER, edition: editionOf(digit) });
    await store.create(
      blobNames.described(MODEL, versionOf(2), PART, editionOf(9)),
      Buffer.from("left"),
    );
    const rules = { keep: 0, grace: 0 };
    const expected = [
      "1 predecessor",
      "1/1 predecessor",
      "2 champion",
      "2/2 old",
      "2/3 predecessor",
      "2/4 champion",
      "2/9 unfinished",
    ];
    const fates = (surveyed: Awaited<ReturnType<typeof prune>>) =>
      surveyed
        .map(({ version, edition, reason }) => {
          return `${version.at(-1)}${edition === undefined ? "" : `/${edition.at(-1)}`} ${reason}`;
        })
        .sort();
    expect(fates(await planPrune(store, MODEL, rules))).toEqual(expected);
    expect(fates(await prune(store, MODEL, rules))).toEqual(expected);
    expect(fates(await planPrune(store, MODEL, rules))).toEqual(
      expected.filter((fate) => !/old|unfinished/.test(fate)),
    );
    await openChampion(store);
    await rollback(store, MODEL, move);
    await openChampion(store);
    await rollback(store, MODEL, move, "release");
    expect(await place(store)).toBe("1/1");
    await openChampion(store);
  });

  test("is not gone back to while a prune deletes it", async () => {
    const store = await makeStore();
    await promoteTiny(store);
    await refreshTiny(store, { users: LATER });
    await refreshTiny(store, { users: LATER, edition: editionOf(2) });
    const state = (phase: string) =>
      Buffer.from(JSON.stringify({ phase, versions: [`${versionOf(1)}/${editionOf(1)}`] }));
    const etag = await store.replace(blobNames.pruning(MODEL), state("condemned"), null);
    await expect(rollback(store, MODEL, move)).rejects.toMatchObject({ code: "RELEASE_PRUNED" });
    await store.replace(blobNames.pruning(MODEL), state("claimed"), etag);
    await rollback(store, MODEL, move);
    await expect(store.read(blobNames.pruning(MODEL))).rejects.toMatchObject({
      code: "BLOB_MISSING",
    });
  });
});

const PART = { folder: "output", name: "features.csv" } as const;

describe("an edition is refused", () => {
  const opened = async (tiny: Partial<Parameters<typeof publishTinyEdition>[1]>) => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const version = versionOf(1);
    const edition = await publishTinyEdition(store, { version, users: LATER, ...tiny });
    const read = await readChampion(store, MODEL);
    await refresh(store, MODEL, edition, move, read);
    return openChampion(store);
  };

  test("when the model answers its golden rows differently", async () => {
    await expect(opened({ wrongGolden: true })).rejects.toMatchObject({ code: "GOLDEN_MISMATCH" });
  });

  test.each([9000001, 1])("when a golden row is not that of its key %d", async (strayKey) => {
    await expect(opened({ strayKey })).rejects.toMatchObject({ code: "GOLDEN_MISMATCH" });
  });

  test("when it belongs to another release", async () => {
    const release = "0".repeat(64);
    await expect(opened({ description: { release } })).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("another release"),
    });
  });
});
