import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { BlobStore } from "@despliega/storage";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../../support/azurite.js";
import { startFaultyProxy, type FaultyProxy } from "../../../support/faulty-proxy.js";
import { temporaryDirectory } from "../../../support/temporary.js";

const container = newContainer();
let proxy: FaultyProxy;
let direct: BlobStore;
let store: BlobStore;

beforeEach(async () => {
  proxy = await startFaultyProxy(azuriteConnectionString());
  direct = await azuriteStore({ container });
  store = await azuriteStoreOf({ connectionString: proxy.connectionString, container });
});
afterEach(() => proxy.close());

const fileOf = async (bytes: number) => {
  const file = join(await temporaryDirectory(), "part");
  await writeFile(file, randomBytes(bytes));
  return { file };
};

describe("a changed bit on the way to the account", () => {
  const writes: readonly (readonly [string, (name: string) => Promise<unknown>])[] = [
    ["a create", (name) => store.create(name, randomBytes(1_000))],
    ["a create from a file", async (name) => store.create(name, await fileOf(1_000))],
    [
      "a create from a file of several blocks",
      async (name) => store.create(name, await fileOf(17 << 20)),
    ],
    ["a replace", (name) => store.replace(name, randomBytes(1_000), null)],
  ];

  test.each(writes)("in every attempt fails %s, and nothing is stored", async (what, write) => {
    const name = what.replaceAll(" ", "-");
    proxy.fail("corrupt write", ({ method }) => method === "PUT", 20);
    await expect(write(name)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining(name),
    });
    await expect(direct.read(name)).rejects.toMatchObject({ code: "BLOB_MISSING" });
  });

  test("in every attempt fails an append, and nothing is added", async () => {
    await direct.append("log", Buffer.from("one\n"), 0);
    proxy.fail("corrupt write", ({ method }) => method === "PUT", 20);
    await expect(store.append("log", Buffer.from("two\n"), 4)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
    });
    expect((await direct.read("log")).bytes.toString()).toBe("one\n");
  });

  test("in one attempt leads to a retry, and the right bytes are stored", async () => {
    proxy.fail("corrupt write", ({ method }) => method === "PUT");
    const content = randomBytes(1_000);
    await store.create("once", content);
    expect(proxy.failed()).toBe(1);
    expect((await direct.read("once")).bytes.equals(content)).toBe(true);
  });
});

test("a changed bit on the way back fails a read", async () => {
  await direct.create("read", randomBytes(1_000));
  proxy.fail("corrupt", ({ method }) => method === "GET");
  await expect(store.read("read")).rejects.toMatchObject({
    code: "RELEASE_INVALID",
    message: "read is not usable: its bytes are not those that were written",
  });
});

test("two writers of the same large blob do not mix their blocks", async () => {
  const files = await Promise.all([fileOf(17 << 20), fileOf(17 << 20)]);
  const ends = await Promise.allSettled(files.map((file) => store.create("raced", file)));
  expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const winner = ends.findIndex(({ status }) => status === "fulfilled");
  await direct.create("alone", files[winner]!);
  const [raced, alone] = [await direct.read("raced"), await direct.read("alone")];
  expect(raced.bytes.equals(alone.bytes)).toBe(true);
});
