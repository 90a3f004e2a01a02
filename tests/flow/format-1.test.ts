import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeEach, describe, expect, test } from "@jest/globals";
import {
  listVersions,
  memoryBlobStore,
  openRelease,
  promote,
  readChampion,
  readLedger,
  readManifest,
  rollback,
  type BlobStore,
} from "@despliega/storage";

import { apiOn } from "../api/support.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { riesgo } from "../support/models.js";
import { copyFixture, FIXTURES, FORMAT_1 } from "../support/fixture.js";
import { move } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { runCommand } from "../trainer/support/command-line.js";
import { sha256, trainOn } from "../trainer/support/runs.js";

const [FIRST, SECOND] = FORMAT_1;
const later = new Date("2026-03-01T00:00:00Z");

describe("a release of format 1, in the api", () => {
  test("answers as it did", async () => {
    const store = memoryBlobStore();
    await copyFixture("format-1", store);
    const { releases, request } = apiOn(store);
    await releases.load();
    const manifest = await readManifest(store, "riesgo", SECOND);
    const part = manifest.parts.find(({ name }) => name === "features.csv");
    expect(part).toMatchObject({ folder: "output" });
    const table = await readFile(
      join(FIXTURES, `format-1/output/riesgo/${SECOND}/features.csv`),
      "utf8",
    );
    const [header, row] = table.split("\n").map((line) => line.split(","));
    const answer = await request.get(`/api/user/${row![0]}/caracteristicasriesgo`).expect(200);
    expect(Object.keys(answer.body as object)).toEqual(header!.slice(1));
    const told = Object.values(answer.body as Record<string, number | null>);
    expect(told.map((value) => (value === null ? "" : String(value)))).toEqual(row!.slice(1));
    await request.get(`/api/user/${row![0]}/prediccion`).expect(200);
  });

  test("gives way to one of format 2, and takes over again", async () => {
    const store = memoryBlobStore();
    await copyFixture("format-1", store);
    const { releases } = apiOn(store);
    await releases.load();
    const { manifest } = await trainOn(store, { input: undefined, asOf: "2022-11-01" });
    expect(manifest.formatVersion).toBe(2);
    await promote(store, "riesgo", manifest.version, move);
    await releases.refresh("riesgo");
    expect(releases.current()[0]!.manifest.version).toBe(manifest.version);
    await rollback(store, "riesgo", move);
    await releases.refresh("riesgo");
    expect(releases.current()[0]!.manifest.version).toBe(SECOND);
  });
});

describe("a release of format 1, in the trainer", () => {
  let settings: Readonly<Record<string, string>>;
  let store: BlobStore;
  beforeEach(async () => {
    const container = newContainer();
    settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
    };
    store = await azuriteStore({ container });
    await copyFixture("format-1", store);
  });
  const served = async (): Promise<string | undefined> =>
    (await readChampion(store, "riesgo")).champion?.version;

  test("is listed, reported and exported with the bytes that it was published with", async () => {
    const { lines } = await runCommand(settings, "releases", "riesgo");
    expect(lines).toMatchObject([
      { version: FIRST, champion: false },
      { version: SECOND, champion: true },
    ]);
    const to = await temporaryDirectory();
    await runCommand(settings, "report", "riesgo", "--markdown", "--out", join(to, "report.md"));
    await runCommand(settings, "export", "riesgo", "--to", join(to, "out"));
    const written = await readFile(join(to, "out", "manifest.json"));
    expect(sha256(written)).toBe((await readChampion(store, "riesgo")).champion?.manifest);
    const { parts } = JSON.parse(written.toString()) as { parts: { name: string }[] };
    expect((await readdir(join(to, "out"))).toSorted()).toEqual(
      [...parts.map(({ name }) => name), "manifest.json"].toSorted(),
    );
  });

  test("is rolled back to and promoted, and the ledger goes on", async () => {
    await runCommand(settings, "rollback", "riesgo");
    expect(await served()).toBe(FIRST);
    await runCommand(settings, "promote", "riesgo", SECOND);
    expect(await served()).toBe(SECOND);
    const moves = (await readLedger(store, "riesgo")).map(({ version }) => version);
    expect(moves).toEqual([FIRST, SECOND, FIRST, SECOND]);
  });

  test("is compared with a candidate that has the same features", async () => {
    const { manifest, champion } = await trainOn(store, { input: undefined });
    expect(manifest.champion).toMatchObject({ version: SECOND });
    expect(champion?.previous?.version).toBe(SECOND);
  });

  test("is replaced by what it cannot be compared with only when somebody consents", async () => {
    const features = riesgo.features.slice(1);
    const run = { model: { ...riesgo, features }, input: undefined, now: later };
    const { manifest } = await trainOn(store, run);
    const { version } = manifest;
    const { lines } = await runCommand(settings, "releases", "riesgo");
    expect(lines.at(-1)).toMatchObject({ version, champion: false, compared: false });
    await expect(runCommand(settings, "promote", "riesgo", version)).rejects.toMatchObject({
      code: "CONSENT_NEEDED",
      message: expect.stringContaining("needs nb_previous_loans"),
    });
    const consent = ["--accept-uncompared", "measured by hand"];
    await expect(
      runCommand(settings, "promote", "riesgo", version, consent[0]!, " "),
    ).rejects.toMatchObject({ code: "OPTION_INVALID" });
    expect(await served()).toBe(SECOND);
    await runCommand(settings, "promote", "riesgo", version, ...consent);
    expect((await readLedger(store, "riesgo")).at(-1)).toMatchObject({
      version,
      consent: "measured by hand",
    });
    await runCommand(settings, "rollback", "riesgo");
    await runCommand(settings, "promote", "riesgo", version);
    expect(await served()).toBe(version);
  });

  test("outlives a prune as the champion", async () => {
    await runCommand(settings, "promote", "riesgo", FIRST);
    const { manifest } = await trainOn(store, { input: undefined, now: later });
    await promote(store, "riesgo", manifest.version, move);
    await runCommand(settings, "promote", "riesgo", FIRST);
    await runCommand(settings, "prune", "riesgo", "--keep", "0", "--grace", "0s");
    expect(await listVersions(store, "riesgo")).toEqual([FIRST, manifest.version]);
    await openRelease(store, "riesgo", FIRST);
  });
});
