import { expect, test } from "@jest/globals";
import { readTrainerSettings } from "@despliega/trainer";

import { keysSetting } from "./support/keys.js";

test("without any setting there are defaults for all", () => {
  expect(readTrainerSettings({ THREADS: "" })).toEqual({
    storage: { account: undefined, container: "despliega", timeoutSeconds: 20 },
    memoryLimit: "500MB",
    threads: undefined,
    maxRejected: 0.01,
    commit: null,
    actor: expect.stringContaining("@"),
    audit: undefined,
    personKeys: { pseudonym: [], identity: [] },
    localDirectory: ".despliega",
  });
});

test("every setting is read", () => {
  expect(
    readTrainerSettings({
      MEMORY_LIMIT: "1.5 GiB",
      THREADS: "2",
      MAX_REJECTED_SHARE: "0",
      COMMIT: "061305e",
      ACTOR: "nightly",
      AUDIT_CONTAINER_NAME: "audit",
      PSEUDONYM_KEYS: keysSetting("pseudonyms", "p2", "p1"),
      IDENTITY_KEYS: keysSetting("identities", "i1"),
      DESPLIEGA_DIRECTORY: "elsewhere",
    }),
  ).toMatchObject({
    memoryLimit: "805MB",
    threads: 2,
    maxRejected: 0,
    commit: "061305e",
    actor: "nightly",
    audit: "audit",
    personKeys: { pseudonym: [{ id: "p2" }, { id: "p1" }], identity: [{ id: "i1" }] },
    localDirectory: "elsewhere",
  });
});

test.each([
  ["MEMORY_LIMIT", "much"],
  ["MEMORY_LIMIT", "-1GB"],
  ["THREADS", "0"],
  ["THREADS", "1.5"],
  ["THREADS", "two"],
  ["MAX_REJECTED_SHARE", "1.1"],
  ["MAX_REJECTED_SHARE", "-0.1"],
  ["COMMIT", "main"],
  ["AUDIT_CONTAINER_NAME", "A"],
  ["AUDIT_CONTAINER_NAME", "despliega"],
  ["PSEUDONYM_KEYS", "p1:c2hvcnQ="],
  ["IDENTITY_KEYS", "i1"],
])("%s cannot be %s", (name, value) => {
  expect(() => readTrainerSettings({ [name]: value })).toThrow(
    expect.objectContaining({
      code: "SETTING_INVALID",
      message: expect.stringMatching(new RegExp(`^${name}: must `)),
    }),
  );
});
