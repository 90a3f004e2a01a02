import { describe, expect, test } from "@jest/globals";
import {
  describeUnreadNames,
  findUnreadNames,
  readPseudonymKeys,
  readStorageSettings,
  STORAGE_SETTINGS,
} from "@despliega/storage";
import { API_SETTINGS, readConfig } from "@despliega/api";
import { readTrainerSettings, TRAINER_SETTINGS } from "@despliega/trainer/pipeline/settings.js";

const account = { AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true" };
const api = (settings: NodeJS.ProcessEnv) => readConfig({ ...account, ...settings });

describe("a setting under its old name that only this project uses", () => {
  test.each([
    ["API_KEYS", "me:00", api],
    ["AUTH", "key", api],
    ["ENTRA_ISSUER", "https://issuer.example", api],
    ["RATE_LIMIT", "10", api],
    ["REFRESH_SECONDS", "5", api],
    ["MEMORY_LIMIT", "2GB", readTrainerSettings],
    ["IDENTITY_KEYS", "k:secret", readTrainerSettings],
    ["PSEUDONYM_KEYS", "k:secret", readPseudonymKeys],
    ["STORAGE_ACCOUNT_URL", "https://account.blob.core.windows.net", readStorageSettings],
  ] as const)("%s stops with the present name and without the value", (name, value, read) => {
    expect(() => read({ [name]: value })).toThrow(
      expect.objectContaining({
        code: "SETTING_INVALID",
        message: `${name}: is now called DESPLIEGA_${name}: rename it`,
      }),
    );
  });

  test.each([
    ["beside the present one", { AUTH: "basic", DESPLIEGA_AUTH: "none" }],
    ["without a value", { AUTH: "" }],
    ["where the command does not read it", { IDENTITY_KEYS: "k:secret" }],
  ])("does not stop %s", (_, settings) => {
    expect(api(settings).auth).toEqual({ mode: "none" });
  });
});

describe("a setting under an old name that other software uses too", () => {
  test("is not read", () => {
    const { host, models, storage } = api({ HOST: "a-machine", MODELS: "", CONTAINER_NAME: "x-y" });
    expect([host, models, storage.container]).toEqual(["127.0.0.1", undefined, "despliega"]);
    const { actor, threads } = readTrainerSettings({ ACTOR: "somebody", THREADS: "many" });
    expect([actor === "somebody", threads]).toEqual([false, undefined]);
  });

  test("is named in one line with the name to set, unless that one is set", () => {
    const settings = { ...STORAGE_SETTINGS, ...TRAINER_SETTINGS, ...API_SETTINGS };
    const environment = {
      CONTAINER_NAME: "of-another",
      HOST: "a-machine",
      MODELS: "",
      THREADS: "4",
      DESPLIEGA_THREADS: "2",
    };
    const unread = findUnreadNames(settings, environment);
    expect(describeUnreadNames(unread)).toBe(
      "Not read: CONTAINER_NAME, HOST. If this was meant for despliega, set DESPLIEGA_CONTAINER_NAME, DESPLIEGA_HOST",
    );
    expect(describeUnreadNames(findUnreadNames(settings, {}))).toBeUndefined();
    expect(findUnreadNames(STORAGE_SETTINGS, environment)).toEqual(["CONTAINER_NAME"]);
  });
});

test("every setting of the project has its prefix, except for names that other software defines", () => {
  const names = Object.keys({ ...STORAGE_SETTINGS, ...TRAINER_SETTINGS, ...API_SETTINGS });
  expect(names.filter((name) => !name.startsWith("DESPLIEGA_")).toSorted()).toEqual([
    "AZURE_STORAGE_CONNECTION_STRING",
    "MLFLOW_EXPERIMENT_NAME",
    "MLFLOW_TRACKING_PASSWORD",
    "MLFLOW_TRACKING_TOKEN",
    "MLFLOW_TRACKING_URI",
    "MLFLOW_TRACKING_USERNAME",
    "PGPASSWORD",
    "PORT",
  ]);
});
