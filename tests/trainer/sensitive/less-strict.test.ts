import { readChampion } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { collect } from "../../support/collect.js";
import { promoteTiny, publishTiny, SENSITIVE, versionOf } from "../../support/release.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { runCommand, runHere } from "../support/command-line.js";
import { DAYS } from "../support/days.js";
import { modelsDirectoryOf } from "../support/model-folder.js";

test("a release that is less strict is promoted once somebody consents, and the ledger keeps why", async () => {
  const container = newContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_RECORDS: "off",
  };
  const store = await azuriteStore({ container });
  await promoteTiny(store, {
    model: "vih",
    version: versionOf(2),
    description: { ...SENSITIVE, decisions: "durable" },
  });
  const version = versionOf(3);
  await publishTiny(store, { model: "vih", version, description: SENSITIVE });
  await expect(runCommand(settings, "promote", "vih", version)).rejects.toMatchObject({
    code: "RELEASE_LESS_STRICT",
    message: expect.stringMatching(/it keeps no decisions; .*--accept-less-strict "why"/),
  });
  await expect(
    runCommand(settings, "promote", "vih", version, "--accept-less-strict", " "),
  ).rejects.toMatchObject({ code: "OPTION_INVALID" });
  await runCommand(settings, "promote", "vih", version, "--accept-less-strict", "a trial ends");
  const { champion } = await readChampion(store, "vih");
  expect(champion).toMatchObject({ version, relaxed: "a trial ends" });
});

describe("what is less strict than the settings declare, with a consent or without,", () => {
  const declaring = async (declared: string) => {
    const container = newContainer();
    const store = await azuriteStore({ container });
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
      DESPLIEGA_RECORDS: "off",
      DESPLIEGA_SENSITIVE_MODELS: declared,
    };
    return { store, settings };
  };
  const consenting = ["--accept-less-strict", "it is fine"];

  test("is not trained, before anything is read", async () => {
    const { store, settings } = await declaring("rain");
    const models = await modelsDirectoryOf({ rain: {} });
    await store.create("input/rain/days.csv", Buffer.from(DAYS));
    const run = (...args: string[]) =>
      runHere({ ...settings, DESPLIEGA_MODELS_DIRECTORY: models }, ...args);
    const refused = {
      code: "RELEASE_LESS_STRICT",
      message:
        "A release of rain would be less strict than DESPLIEGA_SENSITIVE_MODELS: it is not declared sensitive; make it as strict, or change the setting",
    };
    await expect(run("train", "rain", ...consenting)).rejects.toMatchObject(refused);
    const out = `${await temporaryDirectory()}/prepared`;
    await expect(run("prepare", "rain", "--out", out)).rejects.toMatchObject(refused);
    expect((await collect(store.list(""))).map(({ name }) => name)).toEqual([
      "input/rain/days.csv",
    ]);
  });

  test("is not promoted, and not rolled back to", async () => {
    const { store, settings } = await declaring("vih:vih.predict:vih.doctor");
    const sensitive = { model: "vih", description: SENSITIVE };
    for (const digit of [1, 2])
      await promoteTiny(store, { ...sensitive, version: versionOf(digit) });
    await publishTiny(store, { model: "vih", version: versionOf(3) });
    const refused = (found: string) => ({
      code: "RELEASE_LESS_STRICT",
      message: expect.stringContaining(`than DESPLIEGA_SENSITIVE_MODELS: it ${found}; `),
    });
    for (const [args, found] of [
      [["promote", "vih", versionOf(3)], "is not declared sensitive"],
      [["promote", "vih", versionOf(1)], "shows pseudonyms to the role vih.pseudonym"],
      [["promote", "vih", versionOf(2)], "shows pseudonyms to the role vih.pseudonym"],
      [["rollback", "vih"], "shows pseudonyms to the role vih.pseudonym"],
    ] as const)
      await expect(runCommand(settings, ...args, ...consenting)).rejects.toMatchObject(
        refused(found),
      );
    expect((await readChampion(store, "vih")).champion).toMatchObject({ sequence: 2 });
  });
});
