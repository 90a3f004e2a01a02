import { readChampion } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, publishTiny, SENSITIVE, versionOf } from "../../support/release.js";
import { runCommand } from "../support/command-line.js";

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
