import { readConfig } from "@despliega/api";
import { describe, expect, test } from "@jest/globals";

const STORAGE = { DESPLIEGA_STORAGE_ACCOUNT_URL: "https://account.blob.core.windows.net" };

test("only the account has no default", () => {
  expect(readConfig(STORAGE)).toEqual({
    port: 8080,
    host: "127.0.0.1",
    models: undefined,
    sensitiveModels: new Map(),
    refreshSeconds: 0,
    startRetrySeconds: 30,
    stopSeconds: 10,
    defaultModel: undefined,
    maxBodyBytes: 4_194_304,
    maxConnections: 4_096,
    allowedHosts: [],
    requestTimeoutSeconds: 10,
    keepAliveSeconds: 250,
    batchWorkers: 1,
    auth: { mode: "none" },
    rateLimit: { limit: 60_000, rowLimit: 0, subjectLimit: 1_000, trustProxy: undefined },
    accessLog: true,
    maxEventLoopDelayMs: 250,
    logLevel: "info",
    storage: {
      account: { url: STORAGE.DESPLIEGA_STORAGE_ACCOUNT_URL, key: undefined },
      container: "despliega",
      timeoutSeconds: 20,
    },
    audit: undefined,
    predictions: {
      account: { url: STORAGE.DESPLIEGA_STORAGE_ACCOUNT_URL, key: undefined },
      container: "despliega",
      timeoutSeconds: 20,
    },
    predictionLog: 0,
    predictionKey: undefined,
    decisionKeys: [],
    pseudonymKeys: [],
  });
});

test("the audit has a container of its own in the same account", () => {
  const { storage, audit } = readConfig({ ...STORAGE, DESPLIEGA_AUDIT_CONTAINER_NAME: "audit" });
  expect(audit).toEqual({ ...storage, container: "audit" });
  expect(() => readConfig({ ...STORAGE, DESPLIEGA_AUDIT_CONTAINER_NAME: "despliega" })).toThrow(
    /^DESPLIEGA_AUDIT_CONTAINER_NAME: must differ from DESPLIEGA_CONTAINER_NAME/,
  );
});

test("every setting is read from its variable", () => {
  const config = readConfig({
    ...STORAGE,
    PORT: "0",
    DESPLIEGA_HOST: "0.0.0.0",
    DESPLIEGA_AUTH: "none",
    DESPLIEGA_DEFAULT_MODEL: "churn",
    DESPLIEGA_STOP_SECONDS: "3",
    DESPLIEGA_ACCESS_LOG: "off",
    DESPLIEGA_MODELS: "riesgo, churn",
    DESPLIEGA_REFRESH_SECONDS: "60",
    DESPLIEGA_LOG_LEVEL: "warn",
    DESPLIEGA_PREDICTION_LOG: "0.25",
  });
  expect(config).toMatchObject({
    port: 0,
    host: "0.0.0.0",
    auth: { mode: "none" },
    defaultModel: "churn",
    stopSeconds: 3,
    accessLog: false,
    models: ["riesgo", "churn"],
    refreshSeconds: 60,
    logLevel: "warn",
    predictionLog: 0.25,
  });
});

test("the settings cannot be changed afterwards", () => {
  expect(Object.isFrozen(readConfig(STORAGE))).toBe(true);
});

test("without an account it says which settings name one", () => {
  expect(() => readConfig({})).toThrow(
    /AZURE_STORAGE_CONNECTION_STRING.*DESPLIEGA_STORAGE_ACCOUNT_URL/,
  );
});

describe("a wrong setting is named, without its value", () => {
  test.each([
    ["PORT", "80800"],
    ["PORT", "http"],
    ["PORT", "80.5"],
    ["DESPLIEGA_MODELS", "riesgo,../etc"],
    ["DESPLIEGA_MODELS", "riesgo,riesgo"],
    ["DESPLIEGA_MODELS", ","],
    ["DESPLIEGA_REFRESH_SECONDS", "-1"],
    ["DESPLIEGA_LOG_LEVEL", "loud"],
    ["DESPLIEGA_AUDIT_CONTAINER_NAME", "Audit"],
    ["DESPLIEGA_PREDICTION_LOG", "1.5"],
    ["DESPLIEGA_PREDICTION_LOG", "all"],
    ["DESPLIEGA_PSEUDONYM_KEYS", "k1:c2hvcnQ="],
  ])("%s=%s", (name, value) => {
    const read = () => readConfig({ ...STORAGE, [name]: value });
    expect(read).toThrow(expect.objectContaining({ code: "SETTING_INVALID" }));
    expect(read).toThrow(new RegExp(`^${name}: must be`));
    if (value !== ",") expect(read).not.toThrow(value);
  });
});
