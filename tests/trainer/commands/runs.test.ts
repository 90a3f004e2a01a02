import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { readManifest } from "@despliega/storage";
import { uuidV7 } from "@despliega/trainer/records/uuid-v7.js";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { accountPart } from "../../support/sas.js";
import { startSilentServer } from "../../support/silent-server.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { until } from "../../support/until.js";
import { bin, runCommand, type Line } from "../support/command-line.js";
import { modelsDirectoryOf } from "../support/model-folder.js";
import { testKey } from "../../support/test-key.js";

const newSettings = () => ({
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_ACTOR: "the test",
});

const runs = async (
  settings: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<readonly Line[]> => (await runCommand(settings, "runs", ...args)).lines;

/** An account with blobs and without tables. */
const WITHOUT_TABLES = azuriteConnectionString().replace(/TableEndpoint=[^;]+;/, "");

describe("runs", () => {
  test("says how to begin where nothing is on record", async () => {
    expect(await runs(newSettings())).toEqual([
      { notice: "no run is on record yet: run `despliega train riesgo`" },
    ]);
    expect(await runs(newSettings(), "--json")).toEqual([]);
    expect(await runs(newSettings(), "riesgo", "--since", "7d")).toEqual([
      { notice: "no run on record began since then" },
    ]);
  });

  test.each([
    [["--limit", "0"], "OPTION_INVALID"],
    [["--since", "yesterday"], "OPTION_INVALID"],
    [["--id", "5"], "OPTION_INVALID"],
    [["--id", uuidV7(new Date())], "RUN_UNKNOWN"],
    [["vino"], "MODEL_UNKNOWN"],
  ])("refuses %j", async (args, code) => {
    await expect(runs(newSettings(), ...args)).rejects.toMatchObject({ code });
  });

  test("lists what commands did, newest first, and shows one of them whole", async () => {
    const cause = uuidV7(new Date());
    const settings = { ...newSettings(), DESPLIEGA_CAUSED_BY: cause };
    const store = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
    await promoteTiny(store, { version: versionOf(1) });
    await publishTiny(store, { version: versionOf(2) });
    await runCommand(settings, "promote", "riesgo", versionOf(2), "--why", "better");
    await runCommand(settings, "rollback", "riesgo");
    await expect(runCommand(settings, "promote", "riesgo", versionOf(9))).rejects.toMatchObject({
      code: "RELEASE_UNKNOWN",
    });
    await runCommand(settings, "prune", "riesgo", "--dry-run");
    await runCommand(settings, "prune", "riesgo", "--grace", "0s");

    const listed = await runs(settings);
    expect(listed.map(({ verb, state, version }) => ({ verb, state, version }))).toEqual([
      { verb: "prune", state: "done", version: undefined },
      { verb: "promote", state: "failed", version: versionOf(9) },
      { verb: "rollback", state: "done", version: versionOf(1) },
      { verb: "promote", state: "done", version: versionOf(2) },
    ]);
    expect(listed[0]).toMatchObject({
      verdicts: [{ versions: 2, deleted: 0 }, { inputs: 0 }, { decisions: 0 }, { recorded: 0 }],
    });
    expect(listed[1]).toMatchObject({ code: "RELEASE_UNKNOWN" });
    expect(await runs(settings, "riesgo", "--limit", "1")).toEqual(listed.slice(0, 1));
    expect(await runs(settings, "--id", String(listed[3]!["run"]))).toEqual([listed[3]]);
    expect(listed[3]).toMatchObject({
      model: "riesgo",
      ...{ who: "the test", user: expect.any(String) },
      causedBy: cause,
      parameters: { why: "better" },
      seconds: expect.any(Number),
    });
  });

  test("is named by the release that the run published", async () => {
    const rows = Array.from({ length: 80 }, (_, day) => `${day},${(day * 37) % 50},${day % 2}`);
    const file = join(await temporaryDirectory(), "days.csv");
    await writeFile(file, ["day,pressure,wet", ...rows, ""].join("\n"));
    const settings = {
      ...newSettings(),
      DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ rain: {} }),
    };
    await runCommand(settings, "train", "rain", "--input", file);
    const [run] = await runs(settings);
    const store = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
    expect(await readManifest(store, "rain", String(run!["version"]))).toMatchObject({
      run: run!["run"],
    });
  });

  test("has a record of each of several runs at once", async () => {
    const settings = newSettings();
    const all = Array.from({ length: 4 }, () => runCommand(settings, "rollback", "riesgo"));
    await Promise.allSettled(all);
    const listed = await runs(settings);
    expect(listed.map(({ code }) => code)).toEqual(Array(4).fill("CHAMPION_MISSING"));
    expect(new Set(listed.map(({ run }) => run)).size).toBe(4);
  });

  test("shows no pseudonym and no reason of a look at identities", async () => {
    const settings = { ...newSettings(), DESPLIEGA_AUDIT_CONTAINER_NAME: newContainer() };
    const keys = { DESPLIEGA_IDENTITY_KEYS: `k1:${testKey("a").toString("base64")}` };
    const pseudonym = `k1.${"0".repeat(64)}`;
    const asked = ["identify", "riesgo", pseudonym, "--table", "--reason", "a call from Ana"];
    await expect(runCommand({ ...settings, ...keys }, ...asked)).rejects.toThrow();
    const listed = await runs(settings);
    expect(listed).toMatchObject([
      { verb: "identify", state: "failed", parameters: { pseudonyms: 1 } },
    ]);
    expect(JSON.stringify(listed)).not.toMatch(/Ana|0{64}/);
  });
});

describe("where the record cannot be written", () => {
  const settings = { ...newSettings(), AZURE_STORAGE_CONNECTION_STRING: WITHOUT_TABLES };

  test("a run on a model about people ends before it does anything", async () => {
    await expect(runCommand(settings, "rollback", "vih")).rejects.toMatchObject({
      code: "RUN_UNRECORDED",
      message: expect.stringMatching(/vih .* names no table service: add its TableEndpoint, /),
    });
  });

  test.each([
    ["an open model", "riesgo", {}],
    ["a model about people whose operator says so", "vih", { DESPLIEGA_RECORDS: "best-effort" }],
  ])("a run on %s goes on, and says so in one line", async (_, model, changed) => {
    const store = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
    const version = versionOf(1);
    await promoteTiny(store, { model, version });
    const { lines } = await runCommand({ ...settings, ...changed }, "prune", model);
    expect(lines.filter(({ notice }) => notice !== undefined)).toEqual([
      { notice: expect.stringMatching(/^this run is not on record: .* TableEndpoint/) },
    ]);
    expect(lines.at(-1)).toMatchObject({ model, versions: 1 });
  });

  test("a run on an open model whose operator requires records does not begin", async () => {
    const required = { ...settings, DESPLIEGA_RECORDS: "required" };
    await expect(runCommand(required, "prune", "riesgo")).rejects.toMatchObject({
      code: "RUN_UNRECORDED",
    });
  });

  test("nothing is said where records are off", async () => {
    const off = { ...settings, DESPLIEGA_RECORDS: "off" };
    expect((await runCommand(off, "prune", "peliculas")).lines).toHaveLength(1);
  });
});

// The blobs are behind a server that never answers, so that a training waits as long as it takes.
test.each([
  ["SIGKILL", "died", undefined],
  ["SIGTERM", "stopped", "SIGTERM"],
] as const)(
  "a training that %s ends is on record as %s",
  async (signal, state, code) => {
    const silent = await startSilentServer();
    const blobs = `http://127.0.0.1:${silent.port}/devstoreaccount1`;
    const settings = newSettings();
    const child = spawn(process.execPath, [bin, "train", "riesgo"], {
      env: {
        ...settings,
        AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString().replace(
          accountPart("BlobEndpoint"),
          blobs,
        ),
        DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "600",
      },
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    const started = () => runs(settings, "riesgo", "--json").then(([run]) => run);
    expect(await until(started, "a record")).toMatchObject({ verb: "train", state: "running" });
    child.kill(signal);
    await ended;
    silent.close();
    const [run] = await runs(settings);
    expect(run).toMatchObject({
      verb: "train",
      state,
      ...(code && { code, end: expect.anything() }),
    });
  },
  60_000,
);
