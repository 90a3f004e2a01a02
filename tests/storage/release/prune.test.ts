import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  BlobChanged,
  memoryBlobStore,
  openRelease,
  planPrune,
  promote,
  prune,
  readChampion,
  readLedger,
  rollback,
  type BlobStore,
} from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { overwrite } from "./altered.js";
import { STORES } from "./stores.js";

const MODEL = "riesgo";
const DAY = 86_400_000;

const fates = async (versions: Promise<Awaited<ReturnType<typeof prune>>>): Promise<string[]> =>
  (await versions)
    .map(({ version, goes, reason }) => `${version.at(-1)} ${goes ? "goes" : "stays"}: ${reason}`)
    .sort();

const versionsLeft = async (store: BlobStore): Promise<string[]> => {
  const names = (await collect(store.list(""))).map(({ name }) => name);
  return [...new Set(names.map((name) => /Z-\d{7}(\d)\//.exec(name)?.[1] ?? ""))].sort();
};

const publish = async (store: BlobStore, ...digits: number[]): Promise<void> => {
  for (const digit of digits) await publishTiny(store, { version: versionOf(digit) });
};

const note = (phase: string, ...digits: number[]): Buffer =>
  Buffer.from(JSON.stringify({ phase, versions: digits.map(versionOf) }));

/** A store with a clock that a test sets. */
const timed = () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const store = memoryBlobStore(() => new Date(now));
  return {
    store,
    pass: (days: number) => void (now += days * DAY),
    promoteNow: (digit: number, slow = 0) =>
      promote(store, MODEL, versionOf(digit), {
        ...move,
        relaxed: "a test",
        at: new Date(now - slow * DAY),
      }),
  };
};

describe.each(STORES)("a prune %s", (_, makeStore) => {
  test("deletes old releases and interrupted runs, and keeps champion, predecessor and the newest", async () => {
    const store = await makeStore();
    for (const digit of [1, 2, 3]) await promoteTiny(store, { version: versionOf(digit) });
    const parts = ["model.json", "features.csv"] as const;
    for (const part of parts)
      await store.create(blobNames.part(MODEL, versionOf(4), part), Buffer.from("left"));
    await store.create("train_models/riesgo/notes.txt", Buffer.from("somebody's"));
    await store.create("output/other/20260131T235959Z-00000001/x", Buffer.from("another's"));
    const rules = { keep: 0, grace: 0 };
    const expected = [
      "1 goes: old",
      "2 stays: predecessor",
      "3 stays: champion",
      "4 goes: unfinished",
    ];
    expect(await fates(planPrune(store, MODEL, rules))).toEqual(expected);
    expect((await versionsLeft(store)).join("")).toContain("4");
    const ledger = await readLedger(store, MODEL);
    expect(await fates(prune(store, MODEL, rules))).toEqual(expected);

    expect(
      (await collect(store.list(""))).map(({ name }) => name.replace(/\/2026.*-0000000/, "/")),
    ).toEqual([
      "output/other/1/x",
      "output/riesgo/2/features.csv",
      "output/riesgo/3/features.csv",
      ...["2/golden.json", "2/manifest.json", "2/model.json"].map(
        (x) => `train_models/riesgo/${x}`,
      ),
      ...["3/golden.json", "3/manifest.json", "3/model.json"].map(
        (x) => `train_models/riesgo/${x}`,
      ),
      "train_models/riesgo/champion.json",
      "train_models/riesgo/ledger.jsonl",
      "train_models/riesgo/notes.txt",
    ]);
    expect(await readLedger(store, MODEL)).toEqual(ledger);
    await rollback(store, MODEL, move);
    await openRelease(store, MODEL, versionOf(2));
    expect(await fates(prune(store, MODEL, rules))).toEqual([
      "2 stays: champion",
      "3 stays: predecessor",
    ]);
  });

  test("keeps versions that were written within the grace, by the store's clock", async () => {
    const store = await makeStore();
    await promoteTiny(store, { version: versionOf(1) });
    await publish(store, 2);
    await store.create(blobNames.part(MODEL, versionOf(3), "model.json"), Buffer.from("left"));
    expect(await fates(prune(store, MODEL, { keep: 0, grace: DAY }))).toEqual([
      "1 stays: champion",
      "2 stays: written within the grace",
      "3 stays: written within the grace",
    ]);
  });

  test("completes an interrupted prune, though the rules would keep its versions", async () => {
    const store = await makeStore();
    for (const digit of [1, 2, 3]) await promoteTiny(store, { version: versionOf(digit) });
    await store.replace(blobNames.pruning(MODEL), note("condemned", 1), null);
    await expect(promote(store, MODEL, versionOf(1), move)).rejects.toMatchObject({
      code: "RELEASE_PRUNED",
      message: expect.stringContaining(versionOf(1)),
    });
    const rules = { keep: 9, grace: DAY };
    expect((await fates(planPrune(store, MODEL, rules)))[0]).toBe("1 goes: half deleted");
    expect((await fates(prune(store, MODEL, rules)))[0]).toBe("1 goes: half deleted");
    expect(await versionsLeft(store)).toEqual(["", "2", "3"]);
    await expect(promote(store, MODEL, versionOf(1), move)).rejects.toMatchObject({
      code: "BLOB_MISSING",
    });
  });

  test("that was interrupted before it condemned anything stops no promotion and no prune", async () => {
    const store = await makeStore();
    for (const digit of [1, 2, 3, 4]) await promoteTiny(store, { version: versionOf(digit) });
    await store.replace(blobNames.pruning(MODEL), note("claimed", 1, 2), null);
    await promote(store, MODEL, versionOf(1), move);
    await expect(store.read(blobNames.pruning(MODEL))).rejects.toMatchObject({
      code: "BLOB_MISSING",
    });
    await store.replace(blobNames.pruning(MODEL), note("claimed", 1, 2), null);
    await prune(store, MODEL, { keep: 0, grace: 0 });
    expect(await versionsLeft(store)).toEqual(["", "1", "4"]);
  });
});

describe("a prune", () => {
  test("orders releases by the time of their manifests, not by their versions", async () => {
    const { store, pass, promoteNow } = timed();
    for (const digit of [9, 8, 7, 1, 2]) {
      await publish(store, digit);
      if (digit > 7) await promoteNow(digit);
      pass(1);
    }
    pass(100);
    expect(await fates(prune(store, MODEL, { keep: 2, grace: DAY }))).toEqual([
      "1 stays: newest",
      "2 stays: newest",
      "7 goes: old",
      "8 stays: champion",
      "9 stays: predecessor",
    ]);
  });

  test("keeps champions and predecessors within the grace, also when the actor's clock is slow", async () => {
    const { store, pass, promoteNow } = timed();
    for (const digit of [1, 2]) {
      await publish(store, digit);
      await promoteNow(digit);
    }
    pass(30);
    for (const digit of [3, 4]) {
      await publish(store, digit);
      await promoteNow(digit, 300);
      pass(3);
    }
    // 1 stopped being the predecessor six days ago, 2 three days ago.
    expect(await fates(prune(store, MODEL, { keep: 0, grace: 5 * DAY }))).toEqual([
      "1 goes: old",
      "2 stays: served within the grace",
      "3 stays: predecessor",
      "4 stays: champion",
    ]);
  });

  test("keeps what served while decisions are kept and accounts for them, though no mark of it is found", async () => {
    const { store, pass, promoteNow } = timed();
    const description = { decisions: "durable" } as const;
    for (const digit of [1, 2, 3, 4, 5]) {
      await publishTiny(store, {
        version: versionOf(digit),
        ...(digit === 2 ? {} : { description }),
      });
      await promoteNow(digit);
      pass(10);
    }
    await publishTiny(store, { version: versionOf(6), description });
    pass(10);
    const rules = { keep: 0, grace: 0, deciding: async () => new Set<string>() };
    // 1 stopped answering after ten days, and was the predecessor until the twentieth.
    const decidingSince = Date.parse("2026-01-22T00:00:00Z");
    expect(await fates(planPrune(store, MODEL, { ...rules, decidingSince }))).toEqual([
      "1 goes: old",
      "2 goes: old",
      "3 stays: may be named by a decision",
      "4 stays: predecessor",
      "5 stays: champion",
      "6 goes: old",
    ]);
    await overwrite(store, blobNames.manifest(MODEL, versionOf(2)), () => Buffer.from("["));
    expect((await fates(prune(store, MODEL, { ...rules, decidingSince })))[1]).toBe(
      "2 stays: may be named by a decision",
    );
    expect((await fates(prune(store, MODEL, rules))).join()).toContain("3 goes: old");
  });

  test("deletes no complete release of a model without a champion", async () => {
    const { store, pass } = timed();
    await publish(store, 1);
    await store.create(blobNames.part(MODEL, versionOf(2), "model.json"), Buffer.from("left"));
    pass(30);
    expect(await fates(prune(store, MODEL, { keep: 0, grace: DAY }))).toEqual([
      "1 stays: no champion yet",
      "2 goes: unfinished",
    ]);
    expect((await readChampion(store, MODEL)).champion).toBeUndefined();
  });

  test.each([
    ["pointer", blobNames.champion(MODEL)],
    ["ledger", blobNames.ledger(MODEL)],
    ["note of a prune", blobNames.pruning(MODEL)],
  ])("deletes nothing when the %s is damaged", async (_, name) => {
    const store = memoryBlobStore();
    for (const digit of [1, 2, 3]) await promoteTiny(store, { version: versionOf(digit) });
    await store.replace(blobNames.pruning(MODEL), note("claimed", 1), null);
    await overwrite(store, name, () => Buffer.from('{"phase":"condemned","versions":["../x"]}'));
    await expect(prune(store, MODEL, { keep: 0, grace: 0 })).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining(name),
    });
    expect(await versionsLeft(store)).toEqual(["", "1", "2", "3"]);
  });
});

test("a promotion succeeds when its answer is lost while a prune writes the pointer", async () => {
  const memory = memoryBlobStore();
  await publish(memory, 1);
  const pointer = blobNames.champion(MODEL);
  const store: BlobStore = {
    ...memory,
    async replace(name, bytes, etag) {
      const after = await memory.replace(name, bytes, etag);
      if (name !== pointer) return after;
      await memory.replace(name, bytes, after);
      throw new BlobChanged({ name });
    },
  };
  await promote(store, MODEL, versionOf(1), move);
  expect((await readLedger(memory, MODEL)).map(({ sequence }) => sequence)).toEqual([1]);
});
