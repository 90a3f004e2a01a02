import { readdir } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { answeredNames, blobNames, pseudonymOf } from "@despliega/storage";
import { identitySealer, type Identity } from "@despliega/trainer/identity/seal.js";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../support/azurite.js";
import { auditOf } from "../support/sensitive.js";
import { startFaultyProxy } from "../support/faulty-proxy.js";
import { promoteTiny, publishTiny, versionOf } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { despliega, runCommand } from "./support/command-line.js";
import { keysSetting, testKeys } from "./support/keys.js";
import { blobsOf } from "./support/runs.js";

const keys = testKeys("k1");
const [key] = keys.pseudonym;
const inTable = (identifier: string): string => pseudonymOf(key!, "riesgo", identifier)!;
const p = (identifier: string): string =>
  answeredNames(key!, "riesgo").pseudonym(inTable(identifier));
const ana: Identity = { identifier: "7", name: "Ana Ñandú" };
const leo: Identity = { identifier: "8", name: null };

const container = newContainer();
const settings = {
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: container,
  DESPLIEGA_AUDIT_CONTAINER_NAME: newContainer(),
  DESPLIEGA_IDENTITY_KEYS: keysSetting("identities", "k2", "k1"),
  DESPLIEGA_PSEUDONYM_KEYS: keysSetting("pseudonyms", "k2", "k1"),
  DESPLIEGA_ACTOR: "the test",
};
const auditStore = () => azuriteStoreOf({ container: settings.DESPLIEGA_AUDIT_CONTAINER_NAME });

const store = await azuriteStore({ container });
const seal = identitySealer(keys.identity[0]!, "riesgo");
const lines = [ana, leo].map((identity) => {
  const pseudonym = inTable(identity.identifier);
  return `${pseudonym},${seal(pseudonym, identity)}\n`;
});
await promoteTiny(store, {
  version: versionOf(1),
  parts: [
    { name: "identities.csv", source: Buffer.from(`pseudonym,identity\n${lines.sort().join("")}`) },
  ],
});
await publishTiny(store, { version: versionOf(2) });

const identify = (changed: Record<string, string>, ...args: readonly string[]) =>
  runCommand({ ...settings, ...changed }, "identify", "riesgo", "--reason", "a recall", ...args);

const records = async (): Promise<readonly object[]> => {
  const log = await auditStore();
  await log.ensureContainer();
  return auditOf(log);
};
const signedIn = { user: expect.any(String), host: expect.any(String) };

test("identities have a folder of their own", () => {
  expect(blobNames.part("riesgo", versionOf(1), "identities.csv")).toBe(
    `identities/riesgo/${versionOf(1)}/identities.csv`,
  );
});

test("it tells who is behind the pseudonyms asked for, once that is on record", async () => {
  const ended = await despliega(
    settings,
    "identify",
    "riesgo",
    p("8"),
    p("7"),
    "--reason",
    "a recall",
  );
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.lines()).toEqual([
    expect.objectContaining({ pseudonym: p("8"), ...leo }),
    expect.objectContaining({ pseudonym: p("7"), ...ana }),
  ]);
  const [name] = await blobsOf(await auditStore());
  expect(name).toMatch(/^riesgo\/\d{4}-\d\d-\d\d\/identify-[0-9a-f]{16}-1\.jsonl$/);
  expect(await records()).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      decision: "identified",
      model: "riesgo",
      version: versionOf(1),
      of: "answers",
      pseudonyms: [p("8"), p("7")],
      caller: "the test",
      signedIn,
      reason: "a recall",
    },
  ]);
});

test("it looks behind the training table where that is said", async () => {
  const before = await records();
  const { lines: found } = await identify({}, inTable("7"), "--table");
  expect(found).toMatchObject([{ pseudonym: inTable("7"), ...ana }]);
  const after = await records();
  expect(after).toHaveLength(before.length + 1);
  expect(after).toContainEqual(
    expect.objectContaining({ of: "table", pseudonyms: [inTable("7")] }),
  );
});

test("an export leaves them where they are", async () => {
  const to = await temporaryDirectory();
  await runCommand(settings, "export", "riesgo", "--to", to);
  expect((await readdir(to)).toSorted()).toEqual([
    "features.csv",
    "golden.json",
    "manifest.json",
    "model.json",
  ]);
});

describe("it tells nothing", () => {
  test.each<[string, Record<string, string>, readonly string[], string]>([
    ["without keys", { DESPLIEGA_IDENTITY_KEYS: "" }, [p("7")], "SETTING_INVALID"],
    ["without an audit", { DESPLIEGA_AUDIT_CONTAINER_NAME: "" }, [p("7")], "SETTING_INVALID"],
    [
      "with the audit among the releases",
      { DESPLIEGA_AUDIT_CONTAINER_NAME: container },
      [p("7")],
      "SETTING_INVALID",
    ],
    [
      "without the key of the answers",
      { DESPLIEGA_PSEUDONYM_KEYS: "" },
      [p("7")],
      "SETTING_INVALID",
    ],
    ["of a handle", {}, [`handle:${"0".repeat(32)}`], "NAME_INVALID"],
    ["of a release that is not there", {}, [p("7"), "--version", versionOf(3)], "RELEASE_UNKNOWN"],
  ])("%s, and records nothing", async (_, changed, args, code) => {
    const before = await records();
    await expect(identify(changed, ...args)).rejects.toMatchObject({ code });
    expect(await records()).toEqual(before);
  });

  test.each([
    ["the release does not know", p("9"), versionOf(1), "PSEUDONYM_UNKNOWN"],
    ["of a release without identities", p("7"), versionOf(2), "IDENTITIES_MISSING"],
    ["of the training table", inTable("7"), versionOf(1), "PSEUDONYM_OF_TABLE"],
    ["of an answer, as one of the table,", p("7"), versionOf(1), "PSEUDONYM_UNKNOWN", "--table"],
  ])(
    "of a pseudonym %s, and has on record who tried",
    async (_, pseudonym, version, why, ...more) => {
      const before = await records();
      await expect(identify({}, pseudonym, "--version", version, ...more)).rejects.toMatchObject({
        code: why,
      });
      const asked = { decision: "refused", asked: "identified", why, caller: "the test", signedIn };
      const added = (await records()).filter(
        (record) => !before.some((of) => isDeepStrictEqual(of, record)),
      );
      expect(added).toMatchObject([
        { ...asked, version, pseudonyms: [pseudonym], reason: "a recall" },
      ]);
    },
  );

  test.each([
    ["the key is not there", keysSetting("identities", "k2"), "IDENTITY_KEY_UNKNOWN"],
    ["the key is another one", keysSetting("something else", "k1"), "IDENTITY_UNREADABLE"],
  ])("when %s, which is on record as well", async (_, DESPLIEGA_IDENTITY_KEYS, code) => {
    const before = await records();
    const error: unknown = await identify({ DESPLIEGA_IDENTITY_KEYS }, p("7")).catch(
      (cause) => cause,
    );
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain(p("7"));
    expect(await records()).toHaveLength(before.length + 1);
  });

  test("when the record cannot be kept", async () => {
    const proxy = await startFaultyProxy(azuriteConnectionString());
    try {
      proxy.fail("silence", ({ url }) => url?.includes("comp=appendblock") === true, 99);
      const ended = await despliega(
        {
          ...settings,
          AZURE_STORAGE_CONNECTION_STRING: proxy.connectionString,
          DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "1",
        },
        "identify",
        "riesgo",
        p("7"),
        "--reason",
        "a recall",
      );
      expect(ended).toMatchObject({ code: 1, stdout: "" });
      expect(ended.stderr).toMatch(/^STORE_UNREACHABLE: /);
      expect(proxy.failed()).toBeGreaterThan(0);
    } finally {
      proxy.close();
    }
  });

  test("without a reason", async () => {
    const ended = await despliega(settings, "identify", "riesgo", p("7"));
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("--reason <text>' not specified");
  });
});

test("says where the identities of a copied release stayed, and finds them once they are copied", async () => {
  const target = newContainer();
  const copy = ["copy", "riesgo", versionOf(1), "--to", target];
  await runCommand(settings, ...copy);
  const there = { DESPLIEGA_CONTAINER_NAME: target };
  await expect(identify(there, p("7"), "--version", versionOf(1))).rejects.toMatchObject({
    code: "IDENTITIES_ELSEWHERE",
    message: expect.stringContaining(store.url),
  });
  await runCommand(settings, ...copy, "--identities");
  const { lines: found } = await identify(there, p("7"), "--version", versionOf(1));
  expect(found).toMatchObject([ana]);
});
