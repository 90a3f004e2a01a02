import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { setTimeout as wait } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openStore, type Account, type BlobStore } from "@despliega/storage";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../../support/azurite.js";
import { collect } from "../../../support/collect.js";
import { startFaultyProxy, type FaultyProxy } from "../../../support/faulty-proxy.js";
import { accountPart as part, signedFor } from "../../../support/sas.js";
import { startSilentServer } from "../../../support/silent-server.js";
import { describeBlobStore } from "../blob-store.suite.js";

describeBlobStore("in Azure", () => azuriteStore());

const storeAt = (account: Account): Promise<BlobStore> =>
  openStore({ account, container: newContainer(), timeoutSeconds: 20 });

describe("an Azure account", () => {
  test("is reached by its url and key", async () => {
    const store = await storeAt({ url: part("BlobEndpoint"), key: part("AccountKey") });
    await store.ensureContainer();
    await store.create("a", Buffer.from("there"));
    expect((await store.read("a")).bytes.toString()).toBe("there");
  });

  test("refuses a wrong key", async () => {
    const key = Buffer.from("wrong").toString("base64");
    const store = await storeAt({ url: part("BlobEndpoint"), key });
    await expect(store.read("a")).rejects.toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringContaining("HTTP 403"),
    });
  });

  test.each([
    "hello",
    "DefaultEndpointsProtocol=https;AccountName=x",
    "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=no url",
  ])("is not described by %s", async (connectionString) => {
    await expect(storeAt({ connectionString })).rejects.toEqual(
      expect.objectContaining({
        code: "SETTING_INVALID",
        message: "AZURE_STORAGE_CONNECTION_STRING: is not a connection string",
      }),
    );
  });

  test("keeps the secrets of a wrong connection string out of the error and its cause", async () => {
    const connectionString = "BlobEndpoint=no url;SharedAccessSignature=sig=secret";
    try {
      await storeAt({ connectionString });
    } catch (error) {
      expect(inspect(error)).not.toContain("secret");
    }
    expect.assertions(1);
  });

  test("shows no shared access signature in its url", async () => {
    const connectionString =
      "BlobEndpoint=https://a.blob.core.windows.net/;SharedAccessSignature=sv=1&sig=secret";
    const store = await openStore({
      account: { connectionString },
      container: "models",
      timeoutSeconds: 1,
    });
    expect(store.url).toBe("https://a.blob.core.windows.net/models");
  });

  test("tells the time to credentials that may only list and read one container", async () => {
    const container = newContainer();
    await (await azuriteStoreOf({ container })).ensureContainer();
    const store = await azuriteStoreOf({ connectionString: signedFor(container, "rl"), container });
    expect((await store.now()).getTime()).toBeGreaterThan(Date.parse("2026-01-01"));
  });

  test("reports a missing container for every operation", async () => {
    const store = await azuriteStoreOf();
    const missing = { code: "CONTAINER_MISSING", message: expect.stringContaining(store.url) };
    await expect(store.read("a")).rejects.toMatchObject(missing);
    await expect(collect(store.stream("a"))).rejects.toMatchObject(missing);
    await expect(collect(store.list(""))).rejects.toMatchObject(missing);
    await expect(store.create("a", Buffer.from("a"))).rejects.toMatchObject(missing);
    await expect(store.replace("a", Buffer.from("a"), '"0x1"')).rejects.toMatchObject(missing);
    await expect(store.append("a", Buffer.from("a"), 0)).rejects.toMatchObject(missing);
    await expect(store.delete("a")).rejects.toMatchObject(missing);
    await expect(store.delete("a", '"0x1"')).rejects.toMatchObject(missing);
    await expect(store.now()).rejects.toMatchObject(missing);
  });

  test("does not append to a blob of another kind", async () => {
    const store = await azuriteStore();
    await store.create("block", Buffer.from("a"));
    await expect(store.append("block", Buffer.from("b"), 1)).rejects.toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringContaining("HTTP 409 InvalidBlobType"),
    });
  });
});

describe("an Azure account that cannot be reached", () => {
  test("fails after a few refused connections", async () => {
    // The test's own time limit of five seconds is the assertion.
    const store = await storeAt({ url: "http://127.0.0.1:1/devstoreaccount1", key: "a2V5" });
    await expect(store.read("a")).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      message: `${store.url} cannot be reached for a: ECONNREFUSED`,
    });
  });

  test("fails when its name is not known", async () => {
    const store = await storeAt({ url: "https://account.invalid", key: "a2V5" });
    await expect(store.read("a")).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
  });

  test("fails when it accepts and never answers", async () => {
    const silent = await startSilentServer();
    const store = await openStore({
      account: { url: `http://127.0.0.1:${silent.port}/devstoreaccount1`, key: "a2V5" },
      container: "models",
      timeoutSeconds: 1,
    });
    const silence = {
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining("no answer within 1 s"),
    };
    await Promise.all([
      expect(store.ensureContainer()).rejects.toMatchObject(silence),
      expect(store.read("a")).rejects.toMatchObject(silence),
      expect(collect(store.stream("a"))).rejects.toMatchObject(silence),
      expect(collect(store.list("a"))).rejects.toMatchObject(silence),
      expect(store.create("a", Buffer.from("a"))).rejects.toMatchObject(silence),
      expect(store.replace("a", Buffer.from("a"), null)).rejects.toMatchObject(silence),
      expect(store.append("a", Buffer.from("a"), 0)).rejects.toMatchObject(silence),
      expect(store.delete("a")).rejects.toMatchObject(silence),
      expect(store.now()).rejects.toMatchObject(silence),
    ]);
    silent.close();
  });
});

describe("a line that fails", () => {
  const container = newContainer();
  const content = randomBytes(2 << 20);
  let proxy: FaultyProxy;
  let direct: BlobStore;
  let store: BlobStore;
  let impatient: BlobStore;

  beforeEach(async () => {
    proxy = await startFaultyProxy(azuriteConnectionString());
    direct = await azuriteStore({ container });
    const { connectionString } = proxy;
    store = await azuriteStoreOf({ connectionString, container });
    impatient = await azuriteStoreOf({ connectionString, container, timeoutSeconds: 1 });
  });
  afterEach(() => proxy.close());

  const reads = ({ method }: { method?: string | undefined }) => method === "GET";
  const writes = ({ method }: { method?: string | undefined }) => method === "PUT";

  test("does not fail a create whose answer is lost", async () => {
    proxy.fail("lose", writes);
    await store.create("created", content);
    expect(proxy.failed()).toBe(1);
    expect((await direct.read("created")).bytes.equals(content)).toBe(true);
  });

  test("does not hide from a create that another writer made the blob", async () => {
    await direct.create("another", Buffer.from("another's"));
    proxy.fail("lose", writes);
    await expect(store.create("another", content)).rejects.toMatchObject({ code: "BLOB_EXISTS" });
    expect((await direct.read("another")).bytes.toString()).toBe("another's");
  });

  test("does not fail a replace whose answer is lost, and returns the new etag", async () => {
    const first = await direct.replace("replaced", Buffer.from("first"), null);
    proxy.fail("lose", writes);
    const etag = await store.replace("replaced", Buffer.from("second"), first);
    expect(proxy.failed()).toBe(1);
    expect(await direct.read("replaced")).toEqual({ bytes: Buffer.from("second"), etag });
  });

  test("appends once when the answer is lost, and asks the caller to read again", async () => {
    await direct.append("log", Buffer.from("one\n"), 0);
    proxy.fail("lose", writes);
    await expect(store.append("log", Buffer.from("two\n"), 4)).rejects.toMatchObject({
      code: "BLOB_CHANGED",
    });
    expect((await direct.read("log")).bytes.toString()).toBe("one\ntwo\n");
  });

  test("does not fail a delete whose answer is lost, with an etag or without", async () => {
    const deletes = ({ method }: { method?: string | undefined }) => method === "DELETE";
    const etag = await direct.replace("deleted", content, null);
    proxy.fail("lose", deletes);
    await store.delete("deleted", etag);
    await direct.create("deleted", content);
    proxy.fail("lose", deletes);
    await store.delete("deleted");
    expect(proxy.failed()).toBe(2);
    await expect(direct.read("deleted")).rejects.toMatchObject({ code: "BLOB_MISSING" });
  });

  test("fails when it falls silent in the middle of a body", async () => {
    await direct.create("stalled", content);
    const silence = {
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining("no answer within 1 s"),
    };
    proxy.fail("stall", reads, 2);
    await expect(impatient.read("stalled")).rejects.toMatchObject(silence);
    await expect(collect(impatient.stream("stalled"))).rejects.toMatchObject(silence);
  });

  test("continues where a body broke off", async () => {
    await direct.create("broken", content);
    proxy.fail("break", reads, 2);
    expect(Buffer.concat(await collect(store.stream("broken"))).equals(content)).toBe(true);
    expect(proxy.failed()).toBe(2);
  });

  test("fails when a body breaks off too often", async () => {
    await direct.create("hopeless", content);
    proxy.fail("break", reads, 10);
    await expect(store.read("hopeless")).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringMatching(/it broke off after \d+ of 2097152 bytes$/),
    });
  });

  test("does not mix two versions of a blob when it breaks off", async () => {
    const etag = await direct.replace("moving", content, null);
    proxy.fail("break", reads);
    const chunks = store.stream("moving")[Symbol.asyncIterator]();
    await chunks.next();
    await direct.replace("moving", randomBytes(content.length), etag);
    const rest = async () => {
      while ((await chunks.next()).done !== true);
    };
    await expect(rest()).rejects.toMatchObject({ code: "BLOB_CHANGED" });
  });

  test("does not fail for a consumer that is slower than the deadline", async () => {
    await direct.create("slow", content);
    let size = 0;
    for await (const chunk of impatient.stream("slow")) {
      if (size === 0) await wait(1_500);
      size += chunk.length;
    }
    expect(size).toBe(content.length);
  });
});
