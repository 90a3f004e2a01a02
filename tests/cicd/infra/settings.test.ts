import { describe, expect, test } from "@jest/globals";
import { API_SETTINGS, readConfig } from "@despliega/api";
import { PSEUDONYM_SETTINGS, STORAGE_SETTINGS, TRACING_SETTINGS } from "@despliega/storage";
import { readTrainerSettings, TRAINER_SETTINGS } from "@despliega/trainer/pipeline/settings.js";

import { readText } from "../../repository/files.js";
import { codeWord, parseMarkdown, tableOf } from "../../repository/markdown.js";
import { readBicep } from "./bicep.js";
import { variableOf, type Scope } from "./evaluate.js";
import { testKey } from "../../support/test-key.js";

const API = readBicep("cicd/infra/modules/api.bicep");
const TRAINER = readBicep("cicd/infra/modules/trainer.bicep");
const MONITOR = readBicep("cicd/infra/modules/monitor.bicep");

const secretsUri = "https://example.vault.azure.net/secrets";

const given: Scope = {
  storageAccountUrl: "https://example.blob.core.windows.net/",
  tableUrl: "https://example.table.core.windows.net/",
  containerName: "despliega",
  privateContainerName: "despliega-private",
  identity: { id: "/identity", clientId: "00000000-0000-0000-0000-000000000001" },
  authentication: "key",
  auditContainerName: "despliega-audit",
  predictionContainerName: "despliega-predictions",
  predictionLog: "0",
  secretsUri,
  sensitive: true,
  recordKeys: true,
  entraTokenVersions: "",
  entraIssuer: "",
  entraJwksUrl: "",
  entraAudience: "",
  entraRole: "",
  entraAuthContext: "",
  entraSignInClientId: "",
  entraSignInScope: "",
  entraSignInAuthority: "",
  decisionKeys: "",
  signingKey: "",
  signingPublicKeys: "",
  sensitiveModels: "",
  refreshSeconds: 60,
  cores: 2,
  approvals: "off",
  webhookUrl: "https://hooks.example.com/",
  insightsConnectionString: "InstrumentationKey=00000000-0000-4000-8000-000000000001",
  traceShare: "0.1",
};

const settingsOf = (file: typeof API, changed: Scope = {}): Readonly<Record<string, string>> =>
  variableOf(file, "settings", { ...given, ...changed }) as Readonly<Record<string, string>>;

/** The settings that the trainer's container gets from the key vault, with the names of their secrets. */
const secretsOf = (changed: Scope = {}): Readonly<Record<string, string>> =>
  variableOf(TRAINER, "secretSettings", { ...given, ...changed }) as Readonly<
    Record<string, string>
  >;

/** The same for the webhook. */
const webhookSecretsOf = (changed: Scope = {}): Readonly<Record<string, string>> =>
  variableOf(TRAINER, "webhookSecrets", { ...given, ...changed }) as Readonly<
    Record<string, string>
  >;

const readme = parseMarkdown(readText("cicd/infra/README.md"));
const left = tableOf(readme, "setting").map(([setting, reader]) => ({
  name: codeWord(setting!)!,
  readers: reader!.split(", "),
}));

/** What the platform and the libraries in the containers read themselves. */
const PLATFORM = new Set([
  "AZURE_CLIENT_ID",
  "WEBSITES_ENABLE_APP_SERVICE_STORAGE",
  "WEBSITES_PORT",
  "WEBSITE_SWAP_WARMUP_PING_PATH",
  "WEBSITE_SWAP_WARMUP_PING_STATUSES",
]);

describe.each([
  {
    reader: "api",
    file: API,
    set: settingsOf(API),
    read: { ...API_SETTINGS, ...STORAGE_SETTINGS, ...PSEUDONYM_SETTINGS, ...TRACING_SETTINGS },
  },
  {
    reader: "trainer",
    file: TRAINER,
    set: { ...settingsOf(TRAINER), ...secretsOf(), ...webhookSecretsOf() },
    read: { ...TRAINER_SETTINGS, ...STORAGE_SETTINGS, ...PSEUDONYM_SETTINGS, ...TRACING_SETTINGS },
  },
])("the $reader", ({ reader, file, set, read }) => {
  test("finds every setting that it reads set, or left alone for a written reason", () => {
    const alone = left.filter(({ readers }) => readers.includes(reader)).map(({ name }) => name);
    expect([...Object.keys(set), ...alone].toSorted()).toEqual(Object.keys(read).toSorted());
  });

  test("is told nothing else but what the platform reads", () => {
    const others = Object.keys(variableOf(file, "platformSettings", given) as Scope);
    expect(others).not.toEqual([]);
    expect(others.filter((name) => !PLATFORM.has(name))).toEqual([]);
  });
});

describe("the api starts with these settings", () => {
  // As the reference to the key vault becomes when App Service resolves it.
  const DESPLIEGA_API_KEYS = `me:${"0".repeat(64)}`;
  const DESPLIEGA_PSEUDONYM_KEYS = `p1:${testKey("a").toString("base64")}`;
  const DESPLIEGA_PREDICTION_KEY = testKey("b").toString("base64");
  const people = { DESPLIEGA_PSEUDONYM_KEYS, DESPLIEGA_PREDICTION_KEY };

  test("and asks for keys", () => {
    const settings = settingsOf(API);
    expect(settings.DESPLIEGA_API_KEYS).toBe(
      `@Microsoft.KeyVault(SecretUri=${secretsUri}/api-keys)`,
    );
    expect(readConfig({ ...settings, DESPLIEGA_API_KEYS, ...people })).toMatchObject({
      host: "0.0.0.0",
      port: 8080,
      refreshSeconds: 60,
      auth: { mode: "key" },
      rateLimit: { trustProxy: 1 },
      accessLog: true,
      storage: { account: { url: given.storageAccountUrl }, container: "despliega" },
    });
  });

  test("and does not start with keys that the vault does not have", () => {
    expect(() => readConfig({ ...settingsOf(API), DESPLIEGA_PSEUDONYM_KEYS })).toThrow(
      /DESPLIEGA_API_KEYS/,
    );
  });

  test("and asks for tokens of the tenant", () => {
    const settings = settingsOf(API, { authentication: "entra", entraAudience: "api://despliega" });
    expect(settings.DESPLIEGA_ENTRA_TENANT_ID).toBe("tenant().tenantId");
    const DESPLIEGA_ENTRA_TENANT_ID = "00000000-0000-0000-0000-000000000002";
    expect(readConfig({ ...settings, DESPLIEGA_ENTRA_TENANT_ID, ...people }).auth).toMatchObject({
      mode: "entra",
      audiences: ["api://despliega"],
      roles: [],
    });
  });

  test("and has the keys of pseudonyms where it serves persons, and there alone", () => {
    expect(settingsOf(API).DESPLIEGA_PSEUDONYM_KEYS).toBe(
      `@Microsoft.KeyVault(SecretUri=${secretsUri}/pseudonym-keys)`,
    );
    expect(settingsOf(API, { sensitive: false }).DESPLIEGA_PSEUDONYM_KEYS).toBe("");
    expect(secretsOf()).toEqual({
      DESPLIEGA_PSEUDONYM_KEYS: "pseudonym-keys",
      DESPLIEGA_IDENTITY_KEYS: "identity-keys",
    });
    expect(secretsOf({ sensitive: false })).toEqual({});
    expect(webhookSecretsOf({ webhookUrl: "" })).toEqual({});
  });

  test("on the port that App Service sends requests to", () => {
    const platform = variableOf(API, "platformSettings", given) as Scope;
    expect(platform.WEBSITES_PORT).toBe(settingsOf(API).PORT);
  });
});

test("the trainer starts with these settings, and uses three quarters of its container's memory", () => {
  const settings = settingsOf(TRAINER);
  expect(settings.DESPLIEGA_MEMORY_LIMIT).toBe("3072MiB");
  // As Container Apps sets it from the secret.
  const DESPLIEGA_WEBHOOK_SECRET = `whsec_${testKey("c").toString("base64")}`;
  expect(readTrainerSettings({ ...settings, DESPLIEGA_WEBHOOK_SECRET })).toMatchObject({
    storage: { account: { url: given.storageAccountUrl }, container: "despliega" },
    threads: 2,
    actor: "container-apps-job",
    approvals: "off",
    webhook: { url: new URL("https://hooks.example.com/") },
  });
});

test("the monitor starts with these settings, which are settings of the trainer", () => {
  const settings = settingsOf(MONITOR);
  const names = Object.keys({ ...TRAINER_SETTINGS, ...STORAGE_SETTINGS, ...TRACING_SETTINGS });
  expect(Object.keys(settings).filter((name) => !names.includes(name))).toEqual([]);
  const DESPLIEGA_WEBHOOK_SECRET = `whsec_${testKey("d").toString("base64")}`;
  const DESPLIEGA_TRAINING_JOB =
    "/subscriptions/0/resourceGroups/g/providers/Microsoft.App/jobs/train-riesgo";
  expect(
    readTrainerSettings({ ...settings, DESPLIEGA_WEBHOOK_SECRET, DESPLIEGA_TRAINING_JOB }),
  ).toMatchObject({
    threads: 2,
    actor: "monitor-job",
    webhook: { url: new URL("https://hooks.example.com/") },
    trainingJob: { id: DESPLIEGA_TRAINING_JOB, url: "https://management.azure.com" },
  });
});
