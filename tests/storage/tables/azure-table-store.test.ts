import { inspect } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { openTable } from "@despliega/storage";

import { azuriteConnectionString } from "../../support/azurite.js";
import { collect } from "../../support/collect.js";
import { refuse } from "../../support/faults.js";
import { startFaultyProxy } from "../../support/faulty-proxy.js";
import { accountPart as part } from "../../support/sas.js";
import { startSilentServer } from "../../support/silent-server.js";
import { azuriteTable } from "../../support/tables.js";
import type { Treatment } from "../../support/treatment.js";
import { describeTableStore } from "./table-store.suite.js";

describeTableStore("in Azure", () => azuriteTable());

const entity = { partition: "a", row: "b", cells: { text: "there" } };

/** Runs work on an account that gives this answer to every request, and counts them. */
const withAnswer = async <T>(
  treatment: Treatment,
  work: (url: string) => Promise<T>,
): Promise<{ readonly error: unknown; readonly requests: number }> => {
  const connectionString = azuriteConnectionString().replace(/BlobEndpoint[^;]+;Table/, "Blob");
  const proxy = await startFaultyProxy(connectionString, () => treatment);
  try {
    const url = /BlobEndpoint=([^;]+)/.exec(proxy.connectionString)![1]!;
    const error: unknown = await work(url).catch((cause: unknown) => cause);
    return { error, requests: proxy.requests() };
  } finally {
    proxy.close();
  }
};

describe("an account with tables", () => {
  test("is reached by its url and key", async () => {
    const account = { url: part("BlobEndpoint"), key: part("AccountKey") };
    const table = await azuriteTable({ account, url: part("TableEndpoint") });
    await table.put(entity);
    expect(await table.get("a", "b")).toMatchObject(entity);
    expect(table.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/devstoreaccount1\/t[0-9a-f]{16}$/);
  });

  test("reads on past the first page", async () => {
    const table = await azuriteTable();
    for (const row of ["1", "2", "3"]) await table.put({ ...entity, row });
    const found = await collect(table.list({ from: "a", below: "b" }, 2));
    expect(found.map(({ row }) => row)).toEqual(["1", "2", "3"]);
  });

  const https = "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=a2V5";
  test.each([
    [{ connectionString: https }, "https://x.table.core.windows.net/runs"],
    [
      { connectionString: `${https};EndpointSuffix=core.chinacloudapi.cn` },
      "https://x.table.core.chinacloudapi.cn/runs",
    ],
    [
      {
        connectionString:
          "BlobEndpoint=https://x.z1.blob.storage.azure.net/;SharedAccessSignature=sv=1&sig=secret",
      },
      "https://x.z1.table.storage.azure.net/runs",
    ],
    [
      { connectionString: `${https};BlobEndpoint=http://azurite:10000/x` },
      "http://azurite:10002/x/runs",
    ],
    [
      { connectionString: "UseDevelopmentStorage=true" },
      "http://127.0.0.1:10002/devstoreaccount1/runs",
    ],
    [{ url: "https://x.blob.core.windows.net/" }, "https://x.table.core.windows.net/runs"],
  ])("is found beside its blobs: %j", async (account, url) => {
    expect((await openTable({ account, table: "runs", timeoutSeconds: 1 })).url).toBe(url);
  });

  test.each([
    [{ connectionString: `${https};BlobEndpoint=http://127.0.0.1:5/x` }, "add its TableEndpoint"],
    [{ url: "https://blobs.example.org/" }, "DESPLIEGA_TABLE_URL"],
    [{ connectionString: "secret" }, "is not a connection string"],
    [{ connectionString: "TableEndpoint=no url;AccountName=secret" }, "not a connection string"],
  ])("is never guessed: %j", async (account, words) => {
    const error: unknown = await azuriteTable({ account }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({
      code: "SETTING_INVALID",
      message: expect.stringContaining(words),
    });
    expect(inspect(error)).not.toContain("secret");
  });
});

describe("an account whose tables cannot be had", () => {
  test("says which role is missing", async () => {
    const { error, requests } = await withAnswer(
      refuse(403, "AuthorizationPermissionMismatch", "No."),
      async (url) => (await azuriteTable({ url })).put(entity),
    );
    expect(error).toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringMatching(/refuses the table \(HTTP 403 .*Table Data Contributor/),
    });
    expect(requests).toBe(1);
  });

  test("is tried four times where the answer is transient", async () => {
    const { error, requests } = await withAnswer(
      refuse(409, "TableBeingDeleted", "Not now."),
      async (url) => (await azuriteTable({ url })).put(entity),
    );
    expect(error).toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining("HTTP 409 TableBeingDeleted; "),
    });
    expect(requests).toBe(4);
  });

  test("fails after a few refused connections", async () => {
    // The test's own time limit of five seconds is the assertion.
    const table = await azuriteTable({ url: "http://127.0.0.1:1/devstoreaccount1" });
    await expect(table.put(entity)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      message: `${table.url} cannot be reached for the table: ECONNREFUSED`,
    });
  });

  test("fails when it accepts and never answers", async () => {
    const silent = await startSilentServer();
    const url = `http://127.0.0.1:${silent.port}/devstoreaccount1`;
    const table = await azuriteTable({ url, timeoutSeconds: 1 });
    const silence = {
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining("no answer within 1 s"),
    };
    await Promise.all([
      expect(table.put(entity)).rejects.toMatchObject(silence),
      expect(table.get("a", "b")).rejects.toMatchObject(silence),
      expect(collect(table.list({ from: "", below: "~" }, 1))).rejects.toMatchObject(silence),
      expect(table.now()).rejects.toMatchObject(silence),
    ]);
    silent.close();
  });
});
