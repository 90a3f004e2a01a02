import { createAuthorisation, createReleases, type Authorisation } from "@despliega/api";
import { openStore, memoryBlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { startApi } from "../../../support/api-process.js";
import { azuriteConnectionString, azuriteStoreOf, newContainer } from "../../../support/azurite.js";
import { startFaultyProxy } from "../../../support/faulty-proxy.js";
import { promoteTiny, SENSITIVE, versionOf } from "../../../support/release.js";
import {
  auditOf,
  callerCheckFor,
  authorisationOn,
  DESPLIEGA_PSEUDONYM_KEYS,
  WHOLE,
} from "../../../support/sensitive.js";
import { apiServing } from "../../protocols/support.js";
import { capturedLog } from "../../support.js";
import { pseudonym, rowAbout, URL, VIH } from "./support.js";

const [CURRENT, OLDER] = DESPLIEGA_PSEUDONYM_KEYS;

/** A sensitive release without people in its training data. */
const NAMELESS = {
  ...SENSITIVE,
  serving: {
    ...SENSITIVE.serving!,
    subject: {
      name: "patient_id",
      pseudonymKey: null,
      roles: { masked: "vih.predict", whole: "vih.pseudonym" },
    },
  },
} as const;

const load = async (authorisation?: Authorisation, description = SENSITIVE): Promise<void> => {
  const store = memoryBlobStore();
  await promoteTiny(store, { ...VIH, description });
  const { logger } = capturedLog();
  const options = { store, logger, models: undefined, refreshSeconds: 0 };
  return createReleases(
    authorisation === undefined ? options : { ...options, authorisation },
  ).load();
};

describe("a sensitive release is not loaded", () => {
  test.each([
    ["where nothing is said", undefined, /set DESPLIEGA_AUTH=entra$/, SENSITIVE],
    [
      "where callers have no tokens",
      authorisationOn(undefined, { tokens: false }),
      /DESPLIEGA_AUTH/,
      SENSITIVE,
    ],
    [
      "where every app of the tenant is a caller",
      authorisationOn(undefined, { roles: [] }),
      /set DESPLIEGA_ENTRA_ROLE$/,
      SENSITIVE,
    ],
    [
      "where no token can show a second factor",
      authorisationOn(undefined, { secondFactor: false }),
      /set DESPLIEGA_ENTRA_AUTH_CONTEXT$/,
      SENSITIVE,
    ],
    [
      "where nothing is recorded",
      createAuthorisation({ tokens: true, roles: ["r"], pseudonymKeys: DESPLIEGA_PSEUDONYM_KEYS }),
      /set DESPLIEGA_AUDIT_CONTAINER_NAME$/,
      SENSITIVE,
    ],
    [
      "without its key",
      authorisationOn(undefined, { pseudonymKeys: [CURRENT!] }),
      /DESPLIEGA_PSEUDONYM_KEYS lacks the key k1,/,
      SENSITIVE,
    ],
    [
      "without any key",
      authorisationOn(undefined, { pseudonymKeys: [] }),
      /set DESPLIEGA_PSEUDONYM_KEYS$/,
      NAMELESS,
    ],
  ] as const)("%s", async (_what, authorisation, problem, description) => {
    const error: unknown = await load(authorisation, description).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: "SENSITIVE_UNSERVABLE",
      message: expect.stringMatching(problem),
    });
    expect((error as Error).message).toContain(`Release ${versionOf(2)} of vih is sensitive`);
  });

  test("when the audit cannot record that it is served", async () => {
    const gone = await startFaultyProxy(azuriteConnectionString());
    gone.close();
    const { connectionString } = gone;
    await expect(
      load(authorisationOn(await azuriteStoreOf({ connectionString }))),
    ).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
    });
  });
});

describe("the api does not start with a sensitive model", () => {
  const digest = "0".repeat(64);
  test.each([
    ["that it would answer to everybody", { DESPLIEGA_AUTH: "none" }],
    [
      "that it would answer to everybody with a key",
      { DESPLIEGA_AUTH: "key", DESPLIEGA_API_KEYS: `any:${digest}` },
    ],
  ])("%s, and says so in one line", async (_, auth) => {
    const AZURE_STORAGE_CONNECTION_STRING = azuriteConnectionString();
    const DESPLIEGA_CONTAINER_NAME = newContainer();
    const account = { connectionString: AZURE_STORAGE_CONNECTION_STRING };
    const store = await openStore({
      account,
      container: DESPLIEGA_CONTAINER_NAME,
      timeoutSeconds: 20,
    });
    await store.ensureContainer();
    await promoteTiny(store, VIH);
    const api = startApi({ AZURE_STORAGE_CONNECTION_STRING, DESPLIEGA_CONTAINER_NAME, ...auth });
    const { code, stderr } = await api.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^SENSITIVE_UNSERVABLE: Release \S+ of vih is sensitive and is not served: it answers named callers only; set DESPLIEGA_AUTH=entra\n$/,
    );
  });
});

test("an older key goes on for the releases that were made with it", async () => {
  const api = await apiServing([VIH], {
    authorisation: authorisationOn(),
    checkCaller: callerCheckFor(WHOLE),
  });
  const { body } = await api.request.post(URL).send(rowAbout("a"));
  expect(body).toMatchObject({ pseudonym: pseudonym("a", OLDER!.id) });
});

test("the current key serves releases without people in their training data", async () => {
  const models = [{ ...VIH, description: NAMELESS }];
  const api = await apiServing(models, {
    authorisation: authorisationOn(),
    checkCaller: callerCheckFor(WHOLE),
  });
  const { body } = await api.request.post(URL).send(rowAbout("a"));
  expect(body).toMatchObject({ pseudonym: pseudonym("a", CURRENT!.id) });
});

test("a name that is a feature's, or the answer's, cannot be the person's", async () => {
  const subject = { ...NAMELESS.serving.subject, name: "age" };
  const serving = { ...NAMELESS.serving, subject };
  await expect(load(authorisationOn(), { ...SENSITIVE, serving })).rejects.toThrow(
    /age is the name of/,
  );
  const named = { ...SENSITIVE.serving!, answer: "pseudonym" };
  await expect(load(authorisationOn(), { ...SENSITIVE, serving: named })).rejects.toThrow(
    /pseudonym is the name of a detail/,
  );
});

test("a release that says it is served says so in the audit, and again after a swap", async () => {
  const audit = memoryBlobStore();
  const api = await apiServing([VIH], {
    authorisation: authorisationOn(audit),
    checkCaller: callerCheckFor(WHOLE),
  });
  await promoteTiny(api.store, { ...VIH, version: versionOf(3) });
  await api.releases.refresh("vih");
  expect(await auditOf(audit)).toMatchObject([
    { decision: "served", model: "vih", version: versionOf(2) },
    { decision: "served", model: "vih", version: versionOf(3) },
  ]);
});

test("a new release with a key that is not there leaves the old one serving", async () => {
  const api = await apiServing([VIH], {
    authorisation: authorisationOn(),
    checkCaller: callerCheckFor(WHOLE),
  });
  const serving = {
    ...NAMELESS.serving,
    subject: { ...NAMELESS.serving.subject, pseudonymKey: "k9" },
  };
  await promoteTiny(api.store, {
    ...VIH,
    version: versionOf(3),
    description: { ...SENSITIVE, serving },
  });
  await api.releases.refresh("vih");
  expect(api.releases.status()).toMatchObject([
    { failures: 1, release: { manifest: { version: versionOf(2) } } },
  ]);
  expect((await api.request.post(URL).send(rowAbout("a"))).status).toBe(200);
});
