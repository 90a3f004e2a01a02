import { describe, expect, test } from "@jest/globals";
import {
  BlobChanged,
  blobNames,
  promote,
  readChampion,
  readLedger,
  requireChampion,
  rollback,
  type BlobStore,
} from "@despliega/storage";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../support/azurite.js";
import { startFaultyProxy } from "../../support/faulty-proxy.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { copyWithout, overwrite } from "./altered.js";
import { STORES } from "./stores.js";

const versionServed = async (store: BlobStore): Promise<string> =>
  (await requireChampion(store, "riesgo")).version;

const moves = async (store: BlobStore): Promise<string[]> =>
  (await readLedger(store, "riesgo")).map(
    ({ sequence, action, version }) => `${sequence} ${action} ${version.at(-1)}`,
  );

const publish = async (store: BlobStore, ...digits: number[]): Promise<void> => {
  for (const digit of digits) await publishTiny(store, { version: versionOf(digit) });
};

const promoteVersion = (store: BlobStore, digit: number) =>
  promote(store, "riesgo", versionOf(digit), move);

describe.each(STORES)("the champion %s", (_, makeStore) => {
  test("is missing before the first promotion", async () => {
    const store = await makeStore();
    expect(await readChampion(store, "riesgo")).toEqual({ champion: undefined, etag: null });
    await expect(requireChampion(store, "riesgo")).rejects.toMatchObject({
      code: "CHAMPION_MISSING",
    });
    await expect(rollback(store, "riesgo", move)).rejects.toMatchObject({
      code: "CHAMPION_MISSING",
    });
  });

  test("has the actor, the time, the reason and its predecessor", async () => {
    const store = await makeStore();
    await publish(store, 1, 2);
    const first = await promoteVersion(store, 1);
    expect(first.previous).toBeNull();
    const second = await promote(store, "riesgo", versionOf(2), {
      at: new Date("2026-03-01T12:00:00Z"),
      by: "ana",
      why: "a better model",
    });
    expect(second).toMatchObject({
      sequence: 2,
      action: "promote",
      version: versionOf(2),
      previous: { version: versionOf(1), manifest: first.manifest },
      at: "2026-03-01T12:00:00.000Z",
      by: "ana",
      why: "a better model",
    });
    expect((await readChampion(store, "riesgo")).champion).toEqual(second);
    expect(await readLedger(store, "riesgo")).toEqual([first, second]);
  });

  test("goes back with a rollback, and forward again with a second", async () => {
    const store = await makeStore();
    await publish(store, 1, 2);
    await promoteVersion(store, 1);
    await promoteVersion(store, 2);
    await rollback(store, "riesgo", move);
    expect(await versionServed(store)).toBe(versionOf(1));
    await rollback(store, "riesgo", move);
    expect(await versionServed(store)).toBe(versionOf(2));
    expect(await moves(store)).toEqual([
      "1 promote 1",
      "2 promote 2",
      "3 rollback 1",
      "4 rollback 2",
    ]);
  });

  test("has nothing to go back to after the first promotion", async () => {
    const store = await makeStore();
    await promoteTiny(store);
    await expect(rollback(store, "riesgo", move)).rejects.toMatchObject({
      code: "PREDECESSOR_MISSING",
    });
    expect(await moves(store)).toEqual(["1 promote 1"]);
  });

  test("keeps its predecessor when it is promoted once more", async () => {
    const store = await makeStore();
    await publish(store, 1, 2);
    for (const digit of [1, 2, 2]) await promoteVersion(store, digit);
    await rollback(store, "riesgo", move);
    expect(await versionServed(store)).toBe(versionOf(1));
  });

  test("is not moved by an actor that read it before it moved", async () => {
    const store = await makeStore();
    await publish(store, 1, 2, 3);
    await promoteVersion(store, 1);
    const stale = await readChampion(store, "riesgo");
    await promoteVersion(store, 2);
    await expect(promote(store, "riesgo", versionOf(3), move, stale)).rejects.toMatchObject({
      code: "BLOB_CHANGED",
    });
    expect(await versionServed(store)).toBe(versionOf(2));
    expect(await moves(store)).toEqual(["1 promote 1", "2 promote 2"]);
  });

  test("is not made by an actor that saw none before another made it", async () => {
    const store = await makeStore();
    await publish(store, 1, 2);
    const none = await readChampion(store, "riesgo");
    await promoteVersion(store, 1);
    await expect(promote(store, "riesgo", versionOf(2), move, none)).rejects.toMatchObject({
      code: "BLOB_CHANGED",
    });
  });

  test("is never a missing or incomplete release", async () => {
    const store = await makeStore();
    await expect(promoteVersion(store, 1)).rejects.toMatchObject({ code: "BLOB_MISSING" });
    await publish(store, 1);
    await overwrite(store, blobNames.manifest("riesgo", versionOf(1)), (bytes) =>
      bytes.subarray(0, -9),
    );
    await expect(promoteVersion(store, 1)).rejects.toMatchObject({ code: "RELEASE_INVALID" });
    expect((await readChampion(store, "riesgo")).champion).toBeUndefined();
  });

  test("does not go back to a missing or changed release", async () => {
    const store = await makeStore();
    await publish(store, 1, 2);
    await promoteVersion(store, 1);
    await promoteVersion(store, 2);
    const predecessor = blobNames.manifest("riesgo", versionOf(1));
    const without = await makeStore();
    await copyWithout(store, without, predecessor);
    await expect(rollback(without, "riesgo", move)).rejects.toMatchObject({ code: "BLOB_MISSING" });
    await overwrite(store, predecessor, (bytes) => Buffer.concat([bytes, Buffer.from("\n")]));
    await expect(rollback(store, "riesgo", move)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
    });
    expect(await versionServed(store)).toBe(versionOf(2));
  });

  test("is refused when its pointer is not valid", async () => {
    const store = await makeStore();
    await promoteTiny(store);
    await overwrite(store, blobNames.champion("riesgo"), () => Buffer.from('{"version":"../x"}'));
    await expect(requireChampion(store, "riesgo")).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining("champion.json"),
    });
  });

  test("of eight concurrent promotions is the last in the ledger, which has each once and in order", async () => {
    const store = await makeStore();
    const digits = [1, 2, 3, 4, 5, 6, 7, 8];
    await publish(store, ...digits);
    const untilMoved = async (digit: number): Promise<void> => {
      for (;;)
        try {
          await promoteVersion(store, digit);
          return;
        } catch (error) {
          if (!(error instanceof BlobChanged)) throw error;
        }
    };
    await Promise.all(digits.map(untilMoved));
    const ledger = await readLedger(store, "riesgo");
    expect(ledger.map(({ sequence }) => sequence)).toEqual(digits);
    expect(ledger.map(({ version }) => version).sort()).toEqual(digits.map(versionOf));
    expect(ledger.slice(1).map(({ previous }) => previous?.version)).toEqual(
      ledger.slice(0, -1).map(({ version }) => version),
    );
    expect(ledger.at(-1)).toEqual(await requireChampion(store, "riesgo"));
  });
});

test("a promotion whose answers are lost on the way happens once", async () => {
  const container = newContainer();
  const direct = await azuriteStore({ container });
  await publish(direct, 1, 2);
  const proxy = await startFaultyProxy(azuriteConnectionString());
  const store = await azuriteStoreOf({ connectionString: proxy.connectionString, container });
  for (const lost of [/champion\.json/, /ledger\.jsonl$/, /comp=appendblock/])
    proxy.fail("lose", ({ method, url }) => method === "PUT" && lost.test(url ?? ""));
  await promoteVersion(store, 1);
  await promoteVersion(store, 2);
  expect(proxy.failed()).toBe(3);
  expect(await versionServed(direct)).toBe(versionOf(2));
  expect(await moves(direct)).toEqual(["1 promote 1", "2 promote 2"]);
  proxy.close();
});
