import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import { openSearchLog } from "@despliega/trainer/learn/search/log.js";

import { azuriteStore } from "../../support/azurite.js";
import { blobsOf } from "../support/runs.js";

const IDENTITY = { seed: 1, spaces: ["a"] };
const open = (store: BlobStore) => openSearchLog(store, "riesgo", IDENTITY);
const finished = async (store: BlobStore) => [...(await open(store)).finished];

const textOf = async (store: BlobStore): Promise<string> => {
  const [name] = await blobsOf(store);
  return (await store.read(name!)).bytes.toString();
};

/** A store with one log of this text. */
const storeWith = async (text: string): Promise<BlobStore> => {
  const store = memoryBlobStore();
  await (await open(store)).add({ number: 1, folds: [0] });
  const [name] = await blobsOf(store);
  const { etag } = await store.read(name!);
  await store.replace(name!, Buffer.from(text), etag);
  return store;
};

test.each([
  ["memory", () => Promise.resolve(memoryBlobStore())],
  ["Azurite", azuriteStore],
])("trials are there when a log in %s is opened again, in lines of JSON", async (_, make) => {
  const store = await make();
  const log = await open(store);
  expect(log.finished.size).toBe(0);
  await log.add({ number: 1, folds: [0.1, 0.2] });
  await log.add({ number: 2, folds: [1 / 3] });
  expect(await finished(store)).toEqual([
    [1, { folds: [0.1, 0.2] }],
    [2, { folds: [1 / 3] }],
  ]);
  const again = await open(store);
  await again.add({ number: 3, error: "NOT_CONVERGED" });
  expect((await finished(store)).at(-1)).toEqual([3, { error: "NOT_CONVERGED" }]);
  expect(await textOf(store)).toMatch(/^(\{.*\}\n){3}$/);
});

test("a log that nothing was added to leaves nothing behind", async () => {
  const store = memoryBlobStore();
  await open(store);
  expect(await blobsOf(store)).toEqual([]);
});

test("another search has a log of its own", async () => {
  const store = memoryBlobStore();
  await (await open(store)).add({ number: 1, folds: [1] });
  for (const [model, identity] of [
    ["riesgo", { ...IDENTITY, seed: 2 }],
    ["vih", IDENTITY],
  ] as const)
    expect((await openSearchLog(store, model, identity)).finished.size).toBe(0);
});

describe("a last line that was cut short", () => {
  const WHOLE = '{"number":1,"folds":[0.5,0.25]}\n';
  const LINE = '{"number":2,"folds":[0.75,1.5]}\n';

  test("is passed over wherever it was cut, also once there are lines behind it", async () => {
    for (let length = 1; length < LINE.length - 1; length++) {
      const store = await storeWith(WHOLE + LINE.slice(0, length));
      const log = await open(store);
      expect([...log.finished.keys()]).toEqual([1]);
      await log.add({ number: 2, folds: [7] });
      await log.add({ number: 3, folds: [8] });
      expect(await finished(store)).toEqual([
        [1, { folds: [0.5, 0.25] }],
        [2, { folds: [7] }],
        [3, { folds: [8] }],
      ]);
    }
  });

  test("by its line break alone is whole", async () => {
    const store = await storeWith(WHOLE + LINE.trimEnd());
    const log = await open(store);
    await log.add({ number: 3, folds: [8] });
    expect(await finished(store)).toEqual([
      [1, { folds: [0.5, 0.25] }],
      [2, { folds: [0.75, 1.5] }],
      [3, { folds: [8] }],
    ]);
  });
});

test.each([
  ["text that is no JSON", "trial 1\n"],
  ["a trial without folds", '{"number":1}\n'],
  ["a trial of no fold", '{"number":1,"folds":[]}\n'],
  ["a fold that is no number", '{"number":1,"folds":[null]}\n'],
  ["a number that is none", '{"number":0,"folds":[1]}\n'],
  ["a field too many", '{"number":1,"folds":[1],"mean":1}\n'],
  ["lines that ran together", '{"number":1,"folds":[1]}{"number":2,"folds":[1]}\n'],
])("%s is refused, with the blob's name", async (_, text) => {
  const store = await storeWith(`{"number":9,"folds":[1]}\n${text}`);
  await expect(open(store)).rejects.toMatchObject({
    code: "SEARCH_LOG_INVALID",
    message: expect.stringMatching(/^searches\/riesgo\/[0-9a-f]{16}\.jsonl is no log of trials/),
  });
});

describe("an append", () => {
  test("whose answer was lost is not made twice", async () => {
    const store = memoryBlobStore();
    const forgetful: BlobStore = {
      ...store,
      async append(name, bytes, length) {
        await store.append(name, bytes, length);
        // As a retry finds it.
        await store.append(name, bytes, length);
      },
    };
    await (await open(forgetful)).add({ number: 1, folds: [1] });
    expect(await textOf(store)).toBe('{"number":1,"folds":[1]}\n');
  });

  test("comes behind those of another process that searches for the same", async () => {
    const store = memoryBlobStore();
    const [one, other] = [await open(store), await open(store)];
    await one.add({ number: 1, folds: [1] });
    await other.add({ number: 1, folds: [1] });
    await other.add({ number: 2, folds: [2] });
    await one.add({ number: 3, folds: [3] });
    expect((await finished(store)).map(([number]) => number)).toEqual([1, 2, 3]);
  });

  test("that fails otherwise hands its error on", async () => {
    const failing: BlobStore = {
      ...memoryBlobStore(),
      append: () => Promise.reject(new Error("no")),
    };
    await expect((await open(failing)).add({ number: 1, folds: [1] })).rejects.toThrow("no");
  });
});
