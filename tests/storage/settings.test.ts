import { inspect } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { readStorageSettings } from "@despliega/storage";

const CONNECTION = "UseDevelopmentStorage=true";
const URL = "https://account.blob.core.windows.net";

describe("the storage settings", () => {
  test("name no account, the usual container and 20 seconds when nothing is set", () => {
    expect(readStorageSettings({})).toEqual({
      account: undefined,
      container: "despliega",
      timeoutSeconds: 20,
    });
  });

  test.each([
    [
      "a connection string before everything else",
      { AZURE_STORAGE_CONNECTION_STRING: CONNECTION, STORAGE_ACCOUNT_URL: URL },
      { connectionString: CONNECTION },
    ],
    [
      "a url with its key",
      { STORAGE_ACCOUNT_URL: URL, STORAGE_ACCOUNT_KEY: "a2V5" },
      { url: URL, key: "a2V5" },
    ],
    ["a url alone, for managed identity", { STORAGE_ACCOUNT_URL: URL }, { url: URL }],
    [
      "a plain http url with a key, for an emulator",
      { STORAGE_ACCOUNT_URL: "http://azurite:10000/devstoreaccount1", STORAGE_ACCOUNT_KEY: "a2V5" },
      { url: "http://azurite:10000/devstoreaccount1", key: "a2V5" },
    ],
  ])("take %s", (_, environment, account) => {
    expect(readStorageSettings(environment).account).toEqual(account);
  });

  test("count an empty variable as not set", () => {
    expect(
      readStorageSettings({
        AZURE_STORAGE_CONNECTION_STRING: "",
        STORAGE_ACCOUNT_URL: "",
        CONTAINER_NAME: "",
        STORAGE_TIMEOUT_SECONDS: "",
      }),
    ).toEqual(readStorageSettings({}));
  });

  test.each([
    ["STORAGE_ACCOUNT_URL", { STORAGE_ACCOUNT_URL: "secret.example" }],
    ["STORAGE_ACCOUNT_URL", { STORAGE_ACCOUNT_URL: "ftp://secret.example" }],
    ["STORAGE_ACCOUNT_URL", { STORAGE_ACCOUNT_URL: "http://secret.example" }],
    ["STORAGE_ACCOUNT_URL", { STORAGE_ACCOUNT_KEY: "c2VjcmV0" }],
    ["STORAGE_ACCOUNT_KEY", { STORAGE_ACCOUNT_URL: URL, STORAGE_ACCOUNT_KEY: "secret!" }],
    ...["Secret", "se", "secret-", "-secret", "se--cret", "secret_", "secret".repeat(11)].map(
      (name) => ["CONTAINER_NAME", { CONTAINER_NAME: name }] as const,
    ),
    ...["secret", "0", "-1", "601", "Infinity", "NaN"].map(
      (seconds) => ["STORAGE_TIMEOUT_SECONDS", { STORAGE_TIMEOUT_SECONDS: seconds }] as const,
    ),
  ])("refuse a wrong %s without repeating it: %j", (name, environment) => {
    expect.assertions(2);
    try {
      readStorageSettings(environment);
    } catch (error) {
      expect(error).toMatchObject({
        code: "SETTING_INVALID",
        message: expect.stringMatching(new RegExp(`^${name}: [^\\n]+$`)),
      });
      expect(inspect(error)).not.toMatch(/secret(?!s)|c2VjcmV0/i);
    }
  });

  test.each(["abc", "a1-b2", "0".repeat(63)])("take the container name %s", (name) => {
    expect(readStorageSettings({ CONTAINER_NAME: name }).container).toBe(name);
  });

  test.each([
    ["0.5", 0.5],
    ["600", 600],
  ])("take a timeout of %s seconds", (text, seconds) => {
    expect(readStorageSettings({ STORAGE_TIMEOUT_SECONDS: text }).timeoutSeconds).toBe(seconds);
  });
});
