import { describe, expect, test } from "@jest/globals";
import { promote, rollback, type BlobStore } from "@despliega/storage";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../support/azurite.js";
import { refuse, refuseBare } from "../../support/faults.js";
import { startFaultyProxy } from "../../support/faulty-proxy.js";
import type { Treatment } from "../../support/treatment.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { leaseForGood, signedFor } from "../../support/sas.js";

/** Runs an operation on an account that gives this answer to every request. */
const asking = async (
  treatment: Treatment,
  ask: (store: BlobStore) => Promise<unknown>,
): Promise<{ readonly error: unknown; readonly requests: number; readonly url: string }> => {
  const proxy = await startFaultyProxy(azuriteConnectionString(), () => treatment);
  try {
    const store = await azuriteStoreOf({ connectionString: proxy.connectionString });
    const error: unknown = await ask(store).catch((cause: unknown) => cause);
    return { error, requests: proxy.requests(), url: store.url };
  } finally {
    proxy.close();
  }
};

const read = (store: BlobStore) => store.read("a");
const replace = (store: BlobStore) => store.replace("a", Buffer.from("a"), '"0x1"');
const ensure = (store: BlobStore) => store.ensureContainer();

describe("a refusal of the account", () => {
  test.each([
    ["the firewall", 403, "AuthorizationFailure", "firewall"],
    ["forbidden keys", 403, "KeyBasedAuthenticationNotPermitted", "managed identity"],
    ["a role or signature without the right", 403, "AuthorizationPermissionMismatch", "racwdl"],
    ["a disabled account", 403, "AccountIsDisabled", "disabled"],
    ["forbidden public access", 409, "PublicAccessNotPermitted", "credentials"],
    ["a lease", 412, "LeaseIdMissing", "az storage blob lease break"],
    ["an immutability policy", 409, "BlobImmutableDueToPolicy", "retention rule"],
    ["snapshots", 409, "SnapshotsPresent", "snapshots"],
    ["a missing encryption key", 403, "KeyVaultEncryptionKeyNotFound", "key vault"],
  ])("is %s, and the line says so", async (_, status, code, words) => {
    const { error, requests, url } = await asking(refuse(status, code, "No."), replace);
    expect(error).toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringMatching(
        new RegExp(`^${url} refuses a \\(HTTP ${status} ${code}\\): .*${words}`),
      ),
    });
    expect(requests).toBe(1);
  });

  test.each([
    ["an expired signature", "Signature not valid in the specified time frame: Start [", "expired"],
    ["a wrong clock", "Request date header too old: 'Mon, 01 Jan", "clock is wrong"],
    ["a wrong key", "The MAC signature found in the HTTP request 'c2VjcmV0'", "copy it again"],
  ])("is told apart where only the text does: %s", async (_, detail, words) => {
    const treatment = refuse(403, "AuthenticationFailed", detail);
    const { error } = await asking(treatment, read);
    expect(error).toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringContaining(words),
    });
    expect((error as Error).message).not.toContain("c2VjcmV0");
  });

  test("is known from the header alone when there is no body", async () => {
    const { error } = await asking(refuseBare(412, "LeaseIdMissing"), replace);
    expect(error).toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringContaining("(HTTP 412 LeaseIdMissing)"),
    });
  });

  test.each([400, 403, 404, 409, 412])(
    "is told with its code where nobody knows it: %d",
    async (status) => {
      const { error, requests } = await asking(refuse(status, "SomethingNew", "No."), replace);
      expect(error).toMatchObject({
        code: "STORE_REFUSED",
        message: expect.stringContaining(`(HTTP ${status} SomethingNew): look up`),
      });
      expect(requests).toBe(1);
    },
  );

  test("is no missing blob when another server answers in the place of the account", async () => {
    const treatment: Treatment = ({ outgoing }) => void outgoing.writeHead(404).end("Not found");
    const { error } = await asking(treatment, read);
    expect(error).toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringContaining("no code of Azure Storage"),
    });
  });

  test("is no missing blob when the container is hidden", async () => {
    const { error } = await asking(refuse(404, "ResourceNotFound", "No."), ensure);
    expect(error).toMatchObject({
      code: "STORE_REFUSED",
      message: expect.stringMatching(/refuses the container \(HTTP 404 ResourceNotFound\): /),
    });
  });
});

describe("a transient answer", () => {
  test.each([
    [429, "TooManyRequests"],
    [409, "AccountBeingCreated"],
    [409, "ContainerBeingDeleted"],
    [503, "ServerBusy"],
    [500, "OperationTimedOut"],
  ])("is tried four times and then told: %d %s", async (status, code) => {
    const { error, requests } = await asking(refuse(status, code, "Not now."), read);
    expect(error).toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining(`HTTP ${status} ${code}; `),
    });
    expect(requests).toBe(4);
  });

  test("is not reported when a retry succeeds", async () => {
    const container = newContainer();
    const direct = await azuriteStore({ container });
    await direct.create("a", Buffer.from("there"));
    const proxy = await startFaultyProxy(azuriteConnectionString(), (_request, number) =>
      number <= 2 ? refuse(429, "TooManyRequests", "Not now.") : undefined,
    );
    const store = await azuriteStoreOf({ connectionString: proxy.connectionString, container });
    expect((await store.read("a")).bytes.toString()).toBe("there");
    proxy.close();
  });
});

describe("an endless lease on the pointer", () => {
  test("ends a promotion and a rollback at once, and is no lost race", async () => {
    const container = newContainer();
    const store = await azuriteStore({ container });
    await promoteTiny(store, { version: versionOf(1) });
    await promoteTiny(store, { version: versionOf(2) });
    await publishTiny(store, { version: versionOf(3) });
    await leaseForGood(container, "train_models/riesgo/champion.json");
    const refused = {
      code: "STORE_REFUSED",
      message: expect.stringMatching(/champion\.json \(HTTP 412 LeaseIdMissing\)/),
    };
    await expect(promote(store, "riesgo", versionOf(3), move)).rejects.toMatchObject(refused);
    await expect(rollback(store, "riesgo", move)).rejects.toMatchObject(refused);
  });
});

describe("a shared access signature for one container", () => {
  const signed = async (permissions: string, options?: { readonly expiry: string }) => {
    const container = newContainer();
    await (await azuriteStoreOf({ container })).ensureContainer();
    return azuriteStoreOf({
      connectionString: signedFor(container, permissions, options),
      container,
    });
  };

  test("finds its container by a listing", async () => {
    const store = await signed("rl");
    await store.ensureContainer();
    await expect(store.create("a", Buffer.from("a"))).rejects.toMatchObject({
      code: "STORE_REFUSED",
    });
  });

  test("cannot make a container, and reports that it is missing", async () => {
    const container = newContainer();
    const store = await azuriteStoreOf({
      connectionString: signedFor(container, "racwdl"),
      container,
    });
    await expect(store.ensureContainer()).rejects.toMatchObject({
      code: "CONTAINER_MISSING",
    });
  });

  test("is refused when it has expired", async () => {
    const store = await signed("racwdl", { expiry: "2020-01-01T00:00:00Z" });
    await expect(store.ensureContainer()).rejects.toMatchObject({ code: "STORE_REFUSED" });
  });
});
