import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import {
  blobNames,
  keepInput,
  listKeptInputs,
  memoryBlobStore,
  neededInputs,
  planPruneInputs,
  pruneInputs,
  streamKept,
  together,
  type BlobStore,
} from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { publishTiny, versionOf } from "../../support/release.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { overwrite } from "./altered.js";
import { STORES } from "./stores.js";

const MODEL = "riesgo";
const PREFIX = blobNames.keptInputs(MODEL);
const DAY = 86_400_000;

/** More than is compressed at once, and not a multiple of that. */
const CONTENT = Buffer.from("loan_id,amount\n" + "1234567,99.5\n".repeat(500_000));

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const directory = await temporaryDirectory();

/** Keeps a content as a training does. @returns whether it is new */
const keep = async (store: BlobStore, content: Uint8Array = CONTENT): Promise<boolean> => {
  const file = join(directory, sha256(content));
  await writeFile(file, content);
  const about = {
    ...{ dataset: "loans.csv", rows: 500_000, columns: ["loan_id", "amount"] },
    ...{ source: "a file", at: "2026-02-01T00:00:00.000Z", by: "test" },
  };
  const { length: bytes } = content;
  return keepInput(store, MODEL, { ...about, file, bytes, sha256: sha256(content) }, directory);
};

const blobsOf = async (store: BlobStore, prefix = PREFIX): Promise<string[]> =>
  (await collect(store.list(prefix))).map(({ name }) => name);

const read = async (store: BlobStore, content: Uint8Array = CONTENT): Promise<Buffer> =>
  Buffer.concat(await collect(streamKept(store, MODEL, sha256(content))));

const fates = async (inputs: ReturnType<typeof pruneInputs>): Promise<string[]> =>
  (await inputs).map(({ goes, reason }) => `${goes ? "goes" : "stays"}: ${reason}`).toSorted();

/** Publishes a release that was trained on a content. */
const publishOn = (store: BlobStore, digit: number, content: Uint8Array): Promise<unknown> =>
  publishTiny(store, {
    version: versionOf(digit),
    description: { keptInputs: [{ name: "loans.csv", sha256: sha256(content) }] },
  });

/** A store that does something before an operation on a blob. */
const before = (
  store: BlobStore,
  operation: "delete" | "replace",
  isMeant: (name: string) => boolean,
  work: () => Promise<unknown>,
): BlobStore => {
  let done = false;
  const once = async (name: string) => {
    if (done || !isMeant(name)) return;
    done = true;
    await work();
  };
  return {
    ...store,
    async delete(name, etag) {
      if (operation === "delete") await once(name);
      await store.delete(name, etag);
    },
    async replace(name, bytes, etag) {
      if (operation === "replace") await once(name);
      return store.replace(name, bytes, etag);
    },
  };
};

const isRecord = (name: string) => name.endsWith(".json") && name.startsWith(PREFIX);
const isContent = (name: string) => name.endsWith(".gz");

describe.each(STORES)("a kept input %s", (_, makeStore) => {
  test("is read again byte for byte, and has a record", async () => {
    const store = await makeStore();
    expect(await keep(store)).toBe(true);
    expect(sha256(await read(store))).toBe(sha256(CONTENT));
    const { inputs, left } = await listKeptInputs(store, MODEL);
    expect(left).toEqual([]);
    expect(inputs).toMatchObject([{ kept: { sha256: sha256(CONTENT), bytes: CONTENT.length } }]);
    expect(inputs[0]!.stored).toBeGreaterThan(0);
    expect(inputs[0]!.stored).toBeLessThan(CONTENT.length / 10);
  });

  test("of equal content is kept once, also by several trainings at a time", async () => {
    const store = await makeStore();
    const found = await together(
      ...[1, 2, 3, 4].map(() => () => keep(store, Buffer.from("loan_id\n1\n"))),
    );
    expect(found.filter(Boolean)).toHaveLength(1);
    expect(await keep(store, Buffer.from("loan_id\n1\n"))).toBe(false);
    expect(await blobsOf(store)).toHaveLength(2);
    expect((await read(store, Buffer.from("loan_id\n1\n"))).toString()).toBe("loan_id\n1\n");
  });

  test("stays as long as a release needs it", async () => {
    const store = await makeStore();
    const [old, other] = [Buffer.from("a\n1\n"), Buffer.from("a\n2\n")];
    await keep(store, old);
    await keep(store, other);
    await publishOn(store, 1, old);
    expect((await neededInputs(store, MODEL)).versions).toEqual(
      new Map([[sha256(old), [versionOf(1)]]]),
    );
    const plan = planPruneInputs(store, MODEL, { grace: 0 }, new Set([versionOf(1)]));
    expect(await fates(plan)).toEqual(["goes: unneeded", "goes: unneeded"]);
    expect(await fates(pruneInputs(store, MODEL, { grace: 0 }))).toEqual([
      "goes: unneeded",
      "stays: needed",
    ]);
    expect((await read(store, old)).toString()).toBe("a\n1\n");
    expect(await blobsOf(store)).toHaveLength(2);
  });

  test("that a training keeps again just before a prune deletes it, stays", async () => {
    const store = await makeStore();
    await keep(store);
    const raced = before(store, "delete", isRecord, () => keep(store));
    expect(await fates(pruneInputs(raced, MODEL, { grace: 0 }))).toEqual([
      "stays: kept within the grace",
    ]);
    expect(sha256(await read(store))).toBe(sha256(CONTENT));
  });

  test("that a training keeps while a prune deletes it, is uploaded again", async () => {
    const store = await makeStore();
    await keep(store);
    // The record is gone, and the content goes next.
    const raced = before(store, "delete", isContent, async () => {
      expect(await keep(store)).toBe(true);
    });
    expect(await fates(pruneInputs(raced, MODEL, { grace: 0 }))).toEqual(["goes: unneeded"]);
    expect(sha256(await read(store))).toBe(sha256(CONTENT));
    expect(await blobsOf(store)).toHaveLength(2);
  });

  test("that a prune deletes while a training keeps it, is uploaded again", async () => {
    const store = await makeStore();
    await keep(store);
    const raced = before(store, "replace", isRecord, () => pruneInputs(store, MODEL, { grace: 0 }));
    expect(await keep(raced)).toBe(true);
    expect(sha256(await read(store))).toBe(sha256(CONTENT));
    expect(await blobsOf(store)).toHaveLength(2);
  });

  test("of a run that died before its record is not taken for one, and a prune deletes it", async () => {
    const store = await makeStore();
    const dying = before(store, "replace", isRecord, () => Promise.reject(new Error("killed")));
    await expect(keep(dying)).rejects.toThrow("killed");
    expect(await blobsOf(store)).toEqual([expect.stringMatching(/\.gz$/)]);
    expect((await listKeptInputs(store, MODEL)).inputs).toEqual([]);
    await expect(read(store)).rejects.toMatchObject({ code: "BLOB_MISSING" });
    expect(await keep(store)).toBe(true);
    expect(await fates(pruneInputs(store, MODEL, { grace: 0 }))).toEqual([
      "goes: unfinished",
      "goes: unneeded",
    ]);
    expect(await blobsOf(store)).toEqual([]);
  });

  test("whose content somebody deleted is uploaded again by the next training", async () => {
    const store = await makeStore();
    await keep(store);
    const content = (await blobsOf(store)).find(isContent)!;
    await store.delete(content);
    expect(await keep(store)).toBe(true);
    expect(sha256(await read(store))).toBe(sha256(CONTENT));
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ["cut short", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["of other bytes", (bytes) => Buffer.concat([bytes, bytes])],
  ])("that is %s is refused", async (_what, alter) => {
    const store = await makeStore();
    await keep(store);
    const name = (await blobsOf(store)).find(isContent)!;
    await overwrite(store, name, alter);
    await expect(read(store)).rejects.toMatchObject({
      code: "RELEASE_INVALID",
      message: expect.stringContaining(name),
    });
  });
});

test("a prune deletes no input while it cannot read what a release needs", async () => {
  const store = memoryBlobStore();
  await keep(store);
  await publishTiny(store, { version: versionOf(1) });
  await overwrite(store, blobNames.manifest(MODEL, versionOf(1)), () => Buffer.from("{"));
  expect(await fates(pruneInputs(store, MODEL, { grace: 0 }))).toEqual(["stays: unsure"]);
});

test("the grace begins again with each training on an equal content", async () => {
  let now = 0;
  const store = memoryBlobStore(() => new Date(now));
  await keep(store);
  now += 6 * DAY;
  await keep(store);
  now += 6 * DAY;
  const rules = { grace: 7 * DAY };
  expect(await fates(pruneInputs(store, MODEL, rules))).toEqual(["stays: kept within the grace"]);
  now += 2 * DAY;
  expect(await fates(pruneInputs(store, MODEL, rules))).toEqual(["goes: unneeded"]);
});

test("the same content has the same compressed bytes", async () => {
  const stores = [memoryBlobStore(), memoryBlobStore()];
  const contents = await Promise.all(
    stores.map(async (store) => {
      await keep(store);
      return (await store.read((await blobsOf(store)).find(isContent)!)).bytes;
    }),
  );
  expect(contents[0]!.equals(contents[1]!)).toBe(true);
});
