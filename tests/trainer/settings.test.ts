import { expect, test } from "@jest/globals";
import { readTrainerSettings } from "@despliega/trainer";

test("without any setting there are defaults for all", () => {
  expect(readTrainerSettings({ THREADS: "" })).toEqual({
    storage: { account: undefined, container: "despliega", timeoutSeconds: 20 },
    memoryLimit: "500MB",
    threads: undefined,
    maxRejected: 0.01,
    commit: null,
    actor: expect.stringContaining("@"),
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
      DESPLIEGA_DIRECTORY: "elsewhere",
    }),
  ).toMatchObject({
    memoryLimit: "805MB",
    threads: 2,
    maxRejected: 0,
    commit: "061305e",
    actor: "nightly",
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
])("%s cannot be %s", (name, value) => {
  expect(() => readTrainerSettings({ [name]: value })).toThrow(
    expect.objectContaining({
      code: "SETTING_INVALID",
      message: expect.stringMatching(new RegExp(`^${name}: must be`)),
    }),
  );
});
