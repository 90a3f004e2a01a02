import { beforeEach, describe, expect, test } from "@jest/globals";
import { blobNames, readChampion, type BlobStore } from "@despliega/storage";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { collect } from "../support/collect.js";
import { refreshTiny } from "../support/edition.js";
import { promoteTiny, publishTiny, versionOf } from "../support/release.js";
import { despliega, runCommand } from "./support/command-line.js";

describe("despliega prune", () => {
  let settings: Readonly<Record<string, string>>;
  let store: BlobStore;

  beforeEach(async () => {
    const container = newContainer();
    settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
    };
    store = await azuriteStore({ container });
    for (const digit of [1, 2, 3]) await promoteTiny(store, { version: versionOf(digit) });
    await publishTiny(store, { version: versionOf(4) });
    await store.create(blobNames.part("riesgo", versionOf(5), "model.json"), Buffer.from("left"));
  });

  const blobs = async (): Promise<string[]> =>
    (await collect(store.list(""))).map(({ name }) => name);

  const told = (
    lines: readonly Readonly<Record<string, unknown>>[],
  ): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      lines
        .slice(0, -1)
        .map(({ version, fate, reason }) => [
          String(version).at(-1),
          `${String(fate)}: ${String(reason)}`,
        ]),
    );

  test("lists what it would delete and deletes nothing with --dry-run", async () => {
    const before = await blobs();
    const rules = ["--keep", "0", "--grace", "0s"];
    const { code, lines } = await runCommand(settings, "prune", "riesgo", ...rules, "--dry-run");
    expect(code).toBe(0);
    expect(told(lines)).toEqual({
      1: "would go: old",
      2: "stays: the champion's predecessor",
      3: "stays: the champion",
      4: "would go: old",
      5: "would go: left by a run that died",
    });
    expect(lines.at(-1)).toMatchObject({ deleted: 0, versions: 5 });
    expect(await blobs()).toEqual(before);
  });

  test("counts editions apart from versions", async () => {
    await refreshTiny(store, { users: { 5008806: [30, 1, 60, 3, 1] } });
    const { lines } = await runCommand(settings, "prune", "riesgo", "--dry-run");
    expect(lines.at(-1)).toMatchObject({ versions: 5, editions: 1 });
  });

  test("deletes, as a process, what it lists", async () => {
    const before = await blobs();
    const { etag: _, ...pointer } = await readChampion(store, "riesgo");
    const ended = await despliega(settings, "prune", "riesgo", "--keep", "1", "--grace", "0s");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const lines = ended.lines();
    const gone = before.filter((name) =>
      lines.some(
        ({ version, fate }) => fate === "deleted" && name.includes(`/${String(version)}/`),
      ),
    );
    expect(gone.length).toBeGreaterThan(0);
    expect(await blobs()).toEqual(before.filter((name) => !gone.includes(name)));
    expect(await readChampion(store, "riesgo")).toMatchObject(pointer);
    expect(lines.at(-1)).toMatchObject({
      deleted: lines.filter(({ fate }) => fate === "deleted").length,
      bytes: lines.reduce(
        (sum, { fate, bytes }) => sum + (fate === "deleted" ? Number(bytes) : 0),
        0,
      ),
    });
  });

  test("keeps everything that is younger than seven days by default", async () => {
    const before = await blobs();
    const { lines } = await runCommand(settings, "prune", "riesgo", "--keep", "0");
    expect(told(lines)).toEqual({
      1: "stays: written within the grace",
      2: "stays: the champion's predecessor",
      3: "stays: the champion",
      4: "stays: written within the grace",
      5: "stays: written within the grace",
    });
    expect(await blobs()).toEqual(before);
  });

  test.each([
    ["--keep", "-1"],
    ["--keep", "two"],
    ["--grace", "7"],
    ["--grace", "1w"],
    ["--grace", "-1d"],
  ])("refuses %s %s", async (option, value) => {
    const wrong = runCommand(settings, "prune", "riesgo", `${option}=${value}`);
    await expect(wrong).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining(option),
    });
  });
});
