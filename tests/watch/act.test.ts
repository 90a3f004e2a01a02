import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import {
  blobNames,
  memoryTableStore,
  readLedger,
  requestTraining,
  type BlobStore,
  type TableStore,
  type Verdict,
} from "@despliega/storage";
import { act } from "@despliega/trainer/cli/act.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { versionOf } from "../support/release.js";
import { runCommand } from "../trainer/support/command-line.js";
import { DAYS } from "../trainer/support/days.js";
import { modelsDirectoryOf, SMALL_YAML } from "../trainer/support/model-folder.js";

const ID = "20260301T000000Z-0123abcd";

let store: BlobStore;
let records: TableStore;
let settings: Readonly<Record<string, string>>;
let container: string;
let told: string;
beforeEach(async () => {
  container = newContainer();
  store = await azuriteStore({ container });
  records = memoryTableStore();
  await store.create("input/rain/days.csv", Buffer.from(DAYS));
  settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ rain: { "model.yaml": SMALL_YAML } }),
    DESPLIEGA_ACTOR: "the monitor",
  };
  told = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => (told += String(text)) !== "");
});
afterEach(() => void jest.restoreAllMocks());

const actOn = (verdict: Verdict["verdict"]) =>
  act(
    {
      settings: readTrainerSettings(settings),
      progress: createProgress(process.stderr),
      now: () => new Date(),
    },
    "rain",
    { id: ID, verdict },
    { store, tables: { container, open: async () => records } },
  );

const whys = async () => (await readLedger(store, "rain")).map(({ why }) => why);

test("lost performance trains at once, at most once a day, and other verdicts train nothing", async () => {
  for (const verdict of ["good", "drift", "fault", "not-enough"] as const)
    expect(await actOn(verdict)).toBe("nothing");
  expect(await actOn("lost")).toBe("trained");
  expect(await whys()).toEqual([`monitor:${ID}: trained, and passed its promotion checks`]);
  expect(await actOn("lost")).toBe("trained lately");
  const { lines } = await runCommand(settings, "runs", "rain", "--json");
  expect(lines).toMatchObject([{ verb: "train", parameters: { why: `monitor:${ID}` } }]);
});

test("a training that fails is told, and the verdict stands", async () => {
  await store.delete("input/rain/days.csv");
  expect(await actOn("lost")).toBe("failed");
  expect(told).toContain("rain: INPUT_MISSING: ");
});

test("a training that a job begins finds the verdict that asked for it", async () => {
  await requestTraining(store, "rain", { verdict: ID, at: new Date().toISOString(), by: "ana" });
  expect(await actOn("lost")).toBe("trained lately");
  await runCommand(settings, "train", "rain");
  await runCommand(settings, "train", "rain", "--why", "new history");
  expect(await whys()).toEqual([
    `monitor:${ID}: trained, and passed its promotion checks`,
    expect.stringMatching(/^new history: trained/),
  ]);
});

test("a fault in the data blocks every training until it is gone or somebody consents", async () => {
  const point = (verdict: string) =>
    store.write(
      blobNames.verdict("rain"),
      Buffer.from(
        JSON.stringify({
          id: ID,
          at: "2026-03-01T00:00:00.000Z",
          version: versionOf(1),
          verdict,
          summary: "All of pressure is missing.",
        }),
      ),
    );
  await point("fault");
  await expect(runCommand(settings, "train", "rain")).rejects.toMatchObject({
    code: "TRAINING_BLOCKED",
    message: expect.stringContaining("All of pressure is missing."),
  });
  const accept = ["--accept-fault", "the sensor is gone for good"];
  expect((await runCommand(settings, "train", "rain", ...accept)).code).toBe(0);
  expect(await whys()).toEqual([
    `the fault of monitor:${ID} accepted (${accept[1]}): trained, and passed its promotion checks`,
  ]);
  const { lines } = await runCommand(settings, "runs", "rain", "--json");
  expect(lines).toMatchObject([
    {
      state: "done",
      who: "the monitor",
      parameters: { acceptFault: accept[1], acceptedFault: `monitor:${ID}` },
    },
    { state: "failed", code: "TRAINING_BLOCKED" },
  ]);
  await point("drift");
  await runCommand(settings, "train", "rain");
  await point("[");
  await runCommand(settings, "train", "rain");
  expect(await readLedger(store, "rain")).toHaveLength(3);
});
