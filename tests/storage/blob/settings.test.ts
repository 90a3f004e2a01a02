import { inspect } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { readStorageSettings } from "@despliega/storage";

const CONNECTION = "UseDevelopmentStorage=true";
const URL = "https://account.blob.core.windows.net";

describe("the storage settings", () => {
  test("have no account, the default container and 20 seconds when nothing is set", () => {
    expect(readStorageSettings({})).toEqual({
      account: undefined,
      container: "despliega",
      timeoutSeconds: 20,
    });
  });

  test.each([
    [
      "a connection string before everything else",
      { AZURE_STORAGE_CONNECTION_STRING: CONNECTION, DESPLIEGA_STORAGE_ACCOUNT_URL: URL },
      { connectionString: CONNECTION },
    ],
    [
      "a url with its key",
      { DESPLIEGA_STORAGE_ACCOUNT_URL: URL, DESPLIEGA_STORAGE_ACCOUNT_KEY: "a2V5" },
      { url: URL, key: "a2V5" },
    ],
    ["a url alone, for managed identity", { DESPLIEGA_STORAGE_ACCOUNT_URL: URL }, { url: URL }],
    [
      "a plain http url with a key, for an emulator",
      {
        DESPLIEGA_STORAGE_ACCOUNT_URL: "http://azurite:10000/devstoreaccount1",
        DESPLIEGA_STORAGE_ACCOUNT_KEY: "a2V5",
      },
      { url: "http://azurite:10000/devstoreaccount1", key: "a2V5" },
    ],
  ])("take %s", (_, environment, account) => {
    expect(readStorageSettings(environment).account).toEqual(account);
  });

  test("count an empty variable as not set", () => {
    expect(
      readStorageSettings({
        AZURE_STORAGE_CONNECTION_STRING: "",
        DESPLIEGA_STORAGE_ACCOUNT_URL: "",
        DESPLIEGA_CONTAINER_NAME: "",
        DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "",
      }),
    ).toEqual(readStorageSettings({}));
  });

  test.each([
    ["DESPLIEGA_STORAGE_ACCOUNT_URL", { DESPLIEGA_STORAGE_ACCOUNT_URL: "secret.example" }],
    ["DESPLIEGA_STORAGE_ACCOUNT_URL", { DESPLIEGA_STORAGE_ACCOUNT_URL: "ftp://secret.example" }],
    ["DESPLIEGA_STORAGE_ACCOUNT_URL", { DESPLIEGA_STORAGE_ACCOUNT_URL: "http://secret.example" }],
    ["DESPLIEGA_STORAGE_ACCOUNT_URL", { DESPLIEGA_STORAGE_ACCOUNT_KEY: "c2VjcmV0" }],
    [
      "DESPLIEGA_STORAGE_ACCOUNT_KEY",
      { DESPLIEGA_STORAGE_ACCOUNT_URL: URL, DESPLIEGA_STORAGE_ACCOUNT_KEY: "secret!" },
    ],
    ...["Secret", "se", "secret-", "-secret", "se--cret", "secret_", "secret".repeat(11)].map(
      (name) => ["DESPLIEGA_CONTAINER_NAME", { DESPLIEGA_CONTAINER_NAME: name }] as const,
    ),
    ...["secret", "0", "-1", "601", "Infinity", "NaN"].map(
      (seconds) =>
        [
          "DESPLIEGA_STORAGE_TIMEOUT_SECONDS",
          { DESPLIEGA_STORAGE_TIMEOUT_SECONDS: seconds },
        ] as const,
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

  test.each(["abc", "a1-b2", "0".repeat(63)])("accept the container name %s", (name) => {
    expect(readStorageSettings({ DESPLIEGA_CONTAINER_NAME: name }).container).toBe(name);
  });

  test.each([
    ["0.5", 0.5],
    ["600", 600],
  ])("take a timeout of %s seconds", (text, seconds) => {
    expect(readStorageSettings({ DESPLIEGA_STORAGE_TIMEOUT_SECONDS: text }).timeoutSeconds).toBe(
      seconds,
    );
  });
});
