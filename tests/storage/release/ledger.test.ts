import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  promote,
  readLedger,
  requireChampion,
  rollback,
  type BlobStore,
  type Champion,
} from "@despliega/storage";

import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { overwrite } from "./altered.js";
import { STORES } from "./stores.js";

/** Moves the pointer as an interrupted promotion does, without a record. */
const moveWithoutRecord = async (store: BlobStore, version: string): Promise<Champion> => {
  const { sequence, manifest, version: before } = await requireChampion(store, "riesgo");
  const champion: Champion = {
    model: "riesgo",
    sequence: sequence + 1,
    action: "promote",
    version,
    manifest,
    previous: { version: before, manifest },
    at: "2026-02-02T00:00:00.000Z",
    by: "the one who died",
    why: "test",
  };
  await overwrite(store, blobNames.champion("riesgo"), () => Buffer.from(JSON.stringify(champion)));
  return champion;
};

describe.each(STORES)("the ledger %s", (_, makeStore) => {
  test("is empty before the first move", async () => {
    expect(await readLedger(await makeStore(), "riesgo")).toEqual([]);
  });

  test("gets an interrupted move from the next one", async () => {
    const store = await makeStore();
    await promoteTiny(store, { version: versionOf(1) });
    await publishTiny(store, { version: versionOf(2) });
    await publishTiny(store, { version: versionOf(3) });
    const unrecorded = await moveWithoutRecord(store, versionOf(2));
    expect(await readLedger(store, "riesgo")).toHaveLength(1);
    await promote(store, "riesgo", versionOf(3), move);
    const ledger = await readLedger(store, "riesgo");
    expect(ledger.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(ledger[1]).toEqual(unrecorded);
  });

  test("gets it from a rollback too", async () => {
    const store = await makeStore();
    await promoteTiny(store, { version: versionOf(1) });
    await moveWithoutRecord(store, versionOf(2));
    await rollback(store, "riesgo", move);
    expect((await readLedger(store, "riesgo")).map(({ action }) => action)).toEqual([
      "promote",
      "promote",
      "rollback",
    ]);
  });
});

describe("the ledger", () => {
  test("stops a move when earlier moves are missing", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, { version: versionOf(1) });
    await publishTiny(store, { version: versionOf(2) });
    await moveWithoutRecord(store, versionOf(2));
    await moveWithoutRecord(store, versionOf(2));
    await expect(promote(store, "riesgo", versionOf(2), move)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("it ends at move 1 before move 3"),
    });
    expect((await requireChampion(store, "riesgo")).sequence).toBe(3);
  });

  test("is refused when a line of it is not an entry", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const name = blobNames.ledger("riesgo");
    await store.append(name, Buffer.from("{}\n"), (await store.read(name)).bytes.length);
    await expect(readLedger(store, "riesgo")).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining(name),
    });
  });

  test("is refused when a move is not in its place", async () => {
    const store = memoryBlobStore();
    for (const digit of [1, 2, 3]) await promoteTiny(store, { version: versionOf(digit) });
    const name = blobNames.ledger("riesgo");
    const changed: BlobStore = {
      ...store,
      read: async (blob) => {
        const { bytes, etag } = await store.read(blob);
        if (blob !== name) return { bytes, etag };
        return {
          bytes: Buffer.from(bytes.toString().replace('"sequence":3', '"sequence":9')),
          etag,
        };
      },
    };
    await publishTiny(store, { version: versionOf(4) });
    await expect(promote(changed, "riesgo", versionOf(4), move)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: `${name} is not usable: move 3 is not in its place`,
    });
    await expect(readLedger(changed, "riesgo")).rejects.toMatchObject({ code: "RELEASE_INVALID" });
  });

  test("fails when every read returns the same old text", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, { version: versionOf(1) });
    const name = blobNames.ledger("riesgo");
    const stale = await store.read(name);
    await promoteTiny(store, { version: versionOf(2) });
    const lagging: BlobStore = {
      ...store,
      read: async (blob) => (blob === name ? stale : store.read(blob)),
    };
    await publishTiny(store, { version: versionOf(3) });
    await expect(promote(lagging, "riesgo", versionOf(3), move)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: `${name} is not usable: it is not read as it is`,
    });
  });
});
