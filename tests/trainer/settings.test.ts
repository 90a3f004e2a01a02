import type { KeyObject } from "node:crypto";
import { inspect } from "node:util";

import { expect, test } from "@jest/globals";
import { readTrainerSettings } from "@despliega/trainer";

import { keysSetting } from "./support/keys.js";

test("without any setting there are defaults for all", () => {
  expect(readTrainerSettings({ DESPLIEGA_THREADS: "" })).toEqual({
    storage: { account: undefined, container: "despliega", timeoutSeconds: 20 },
    memoryLimit: "500MB",
    threads: undefined,
    csvRows: 5_000_000,
    maxRejected: 0.01,
    commit: null,
    actor: expect.stringContaining("@"),
    approvals: "required",
    sensitiveModels: new Map(),
    copyConnectionString: undefined,
    audit: undefined,
    personKeys: { pseudonym: [], identity: [] },
    predictionContainer: "despliega",
    predictionKey: undefined,
    predictionDays: 180,
    decisions: { keys: [], days: 762 },
    keepInputs: true,
    localDirectory: ".despliega",
    modelsDirectory: undefined,
    models: undefined,
    databases: new Map(),
    databaseLimits: { connectSeconds: 20, querySeconds: 1800 },
    databasePassword: undefined,
    webhook: undefined,
    mlflow: undefined,
    sparkAt: expect.any(Function),
    records: { recording: undefined, tableUrl: undefined, causedBy: undefined },
  });
});

test("every setting is read", () => {
  expect(
    readTrainerSettings({
      DESPLIEGA_MEMORY_LIMIT: "1.5 GiB",
      DESPLIEGA_THREADS: "2",
      DESPLIEGA_MAX_REJECTED_SHARE: "0",
      DESPLIEGA_COMMIT: "061305e",
      DESPLIEGA_ACTOR: "nightly",
      DESPLIEGA_AUDIT_CONTAINER_NAME: "audit",
      DESPLIEGA_PSEUDONYM_KEYS: keysSetting("pseudonyms", "p2", "p1"),
      DESPLIEGA_IDENTITY_KEYS: keysSetting("identities", "i1"),
      DESPLIEGA_PREDICTION_CONTAINER_NAME: "answers",
      DESPLIEGA_DECISION_DAYS: "200",
      DESPLIEGA_KEEP_INPUTS: "off",
      DESPLIEGA_DIRECTORY: "elsewhere",
      DESPLIEGA_MODELS_DIRECTORY: "ours",
      DESPLIEGA_MODELS: "riesgo, churn",
      DESPLIEGA_CONNECT_TIMEOUT_SECONDS: "5",
      DESPLIEGA_QUERY_TIMEOUT_SECONDS: "60",
      DESPLIEGA_RECORDS: "off",
      DESPLIEGA_TABLE_URL: "https://x.table.core.windows.net/",
      DESPLIEGA_CAUSED_BY: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    }),
  ).toMatchObject({
    memoryLimit: "805MB",
    threads: 2,
    maxRejected: 0,
    commit: "061305e",
    actor: "nightly",
    audit: "audit",
    predictionContainer: "answers",
    decisions: { days: 200 },
    personKeys: { pseudonym: [{ id: "p2" }, { id: "p1" }], identity: [{ id: "i1" }] },
    keepInputs: false,
    localDirectory: "elsewhere",
    modelsDirectory: "ours",
    models: ["riesgo", "churn"],
    databaseLimits: { connectSeconds: 5, querySeconds: 60 },
    records: {
      recording: "off",
      tableUrl: "https://x.table.core.windows.net/",
      causedBy: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    },
  });
});

test("databases have the names of their settings, and a password that nothing prints", () => {
  const settings = readTrainerSettings({
    DESPLIEGA_DATABASE_MAIN: "postgres://reader:r%40d@db.example/bank",
    DESPLIEGA_DATABASE_OLD_ONE: "postgres://reader@localhost:5433/old",
    PGPASSWORD: "0ther",
  });
  const { databases } = settings;
  expect(
    [...databases].map(([name, { host, password }]) => [name, host, exported(password)]),
  ).toEqual([
    ["main", "db.example", "r@d"],
    ["old_one", "localhost", "0ther"],
  ]);
  expect(inspect(settings, { depth: 9 }) + JSON.stringify([...databases])).not.toMatch(
    /r@d|r%40d|0ther/,
  );
});

const exported = (password: KeyObject | undefined): string | undefined =>
  password?.export().toString();

test("a webhook has a url and secrets, which nothing prints", () => {
  const base64 = Buffer.from("hidden-0123456789abcdef:tuvwxyz!").toString("base64");
  const settings = readTrainerSettings({
    DESPLIEGA_WEBHOOK_URL: "https://hooks.example/despliega",
    DESPLIEGA_WEBHOOK_SECRET: `whsec_${base64}, whsec_${base64}`,
  });
  expect(settings.webhook?.url.href).toBe("https://hooks.example/despliega");
  expect(settings.webhook?.secrets.map((secret) => exported(secret)?.slice(0, 6))).toEqual([
    "hidden",
    "hidden",
  ]);
  expect(inspect(settings, { depth: 9 }) + JSON.stringify(settings)).not.toMatch(/aGlkZGVu|hidden/);
  for (const [name, value] of [
    ["DESPLIEGA_WEBHOOK_URL", "https://hooks.example/"],
    ["DESPLIEGA_WEBHOOK_SECRET", `whsec_${base64}`],
  ] as const)
    expect(() => readTrainerSettings({ [name]: value })).toThrow(
      /must be set where DESPLIEGA_WEBHOOK_/,
    );
});

test("the settings of MLflow show no secret, and a user needs a password", () => {
  const MLFLOW_TRACKING_URI = "https://mlflow.example/path";
  const shown = (more: Record<string, string>) =>
    readTrainerSettings({ MLFLOW_TRACKING_URI, ...more }).mlflow!;
  const user = { MLFLOW_TRACKING_USERNAME: "ana", MLFLOW_TRACKING_PASSWORD: "hidden" };
  const settings = shown(user);
  expect(settings.url.href).toBe("https://mlflow.example/path/");
  expect(settings.authorization()).toBe("Basic YW5hOmhpZGRlbg==");
  expect(inspect(settings, { depth: 9 }) + JSON.stringify(settings)).not.toMatch(/hidden|YW5h/);
  expect(shown({ MLFLOW_TRACKING_TOKEN: "hidden" }).authorization()).toBe("Bearer hidden");
  expect(shown({}).authorization()).toBeUndefined();
  for (const [name, value] of Object.entries(user))
    expect(() => shown({ [name]: value })).toThrow(/must be set where MLFLOW_TRACKING_/);
});

test.each([
  ["MLFLOW_TRACKING_URI", "databricks"],
  ["MLFLOW_TRACKING_URI", "file:./mlruns"],
  ["MLFLOW_TRACKING_URI", "https://user:password@mlflow.example/"],
  ["DESPLIEGA_WEBHOOK_URL", "http://hooks.example/"],
  ["DESPLIEGA_WEBHOOK_URL", "https://user:password@hooks.example/"],
  ["DESPLIEGA_WEBHOOK_URL", "hooks.example"],
  ["DESPLIEGA_WEBHOOK_SECRET", "whsec_c2hvcnQ="],
  ["DESPLIEGA_WEBHOOK_SECRET", "hidden"],
  ["DESPLIEGA_TRAINING_JOB", "train-riesgo"],
  [
    "DESPLIEGA_TRAINING_JOB",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/jobs/a/start",
  ],
  ["DESPLIEGA_MANAGEMENT_URL", "http://management.azure.com"],
  ["DESPLIEGA_MEMORY_LIMIT", "much"],
  ["DESPLIEGA_MEMORY_LIMIT", "-1GB"],
  ["DESPLIEGA_THREADS", "0"],
  ["DESPLIEGA_THREADS", "1.5"],
  ["DESPLIEGA_THREADS", "two"],
  ["DESPLIEGA_MAX_REJECTED_SHARE", "1.1"],
  ["DESPLIEGA_MAX_REJECTED_SHARE", "-0.1"],
  ["DESPLIEGA_COMMIT", "main"],
  ["DESPLIEGA_RECORDS", "no"],
  ["DESPLIEGA_TABLE_URL", "x.table.core.windows.net"],
  ["DESPLIEGA_CAUSED_BY", "00000000-0000-4000-8000-000000000000"],
  ["DESPLIEGA_AUDIT_CONTAINER_NAME", "A"],
  ["DESPLIEGA_AUDIT_CONTAINER_NAME", "despliega"],
  ["DESPLIEGA_PSEUDONYM_KEYS", "p1:c2hvcnQ="],
  ["DESPLIEGA_IDENTITY_KEYS", "i1"],
  ["DESPLIEGA_DATABASE_MAIN", "bank.example"],
  ["DESPLIEGA_QUERY_TIMEOUT_SECONDS", "0"],
])("%s cannot be %s", (name, value) => {
  expect(() => readTrainerSettings({ [name]: value })).toThrow(
    expect.objectContaining({
      code: "SETTING_INVALID",
      message: expect.stringMatching(new RegExp(`^${name}: must `)),
    }),
  );
});
