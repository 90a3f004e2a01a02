import { hostname, userInfo } from "node:os";

import { expect, test } from "@jest/globals";
import { readLedger } from "@despliega/storage";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { publishTiny, versionOf } from "../../support/release.js";
import { runCommand, runHere } from "../support/command-line.js";
import { DAYS } from "../support/days.js";
import { modelsDirectoryOf, SMALL_YAML } from "../support/model-folder.js";

test("a training asks for approval, and its release serves when another identity promotes it", async () => {
  const container = newContainer();
  const store = await azuriteStore({ container });
  await store.create("input/rain/days.csv", Buffer.from(DAYS));
  const yaml = `${SMALL_YAML}approvals: 2\n`;
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ rain: { "model.yaml": yaml } }),
  };
  const as = (who: string, ...args: string[]) =>
    runCommand({ ...settings, DESPLIEGA_ACTOR: who }, ...args);

  const trained = await as("nightly", "train", "rain");
  expect(trained.code).toBe(3);
  const { version: published, message } = trained.lines.at(-1)!;
  const version = String(published);
  expect(message).toBe(
    `Published rain ${version}; not promoted: it needs 2 identities to become champion; let another identity run \`despliega approve rain ${version} --why "…"\`, and promote it.`,
  );
  expect((await as("ana", "runs", "rain")).lines).toMatchObject([{ state: "held back", version }]);

  const approved = await as("ana", "approve", "rain", version, "--why", "read its report");
  expect(approved.lines.at(-1)).toMatchObject({
    message: `rain ${version} is approved by ana; another identity can promote it.`,
    needed: 2,
  });
  expect((await as("eva", "releases", "rain")).lines).toMatchObject([
    { version, champion: false, passed: true, approvals: { needed: 2, given: ["ana"] } },
  ]);
  await expect(as("ana", "promote", "rain", version)).rejects.toMatchObject({
    code: "APPROVALS_MISSING",
  });
  await as("luis", "promote", "rain", version);
  expect(await readLedger(store, "rain")).toMatchObject([
    {
      by: "luis",
      signedIn: { user: userInfo().username, host: hostname() },
      approvals: { given: [{ by: "ana", why: "read its report", signedIn: { host: hostname() } }] },
    },
  ]);
  expect((await runHere({ ...settings, DESPLIEGA_ACTOR: "eva" }, "ledger", "rain")).output).toMatch(
    `"host":"${hostname()}"`,
  );

  // An environment for tests.
  const waived = { ...settings, DESPLIEGA_APPROVALS: "off" };
  expect((await runCommand(waived, "train", "rain")).code).toBe(0);
  expect(await readLedger(store, "rain")).toMatchObject([{}, { approvals: { waived: true } }]);
});

test("a release that asks for no approvals takes none", async () => {
  const container = newContainer();
  await publishTiny(await azuriteStore({ container }));
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
  };
  await expect(
    runCommand(settings, "approve", "riesgo", versionOf(1), "--why", "read it"),
  ).rejects.toMatchObject({ code: "APPROVAL_NOT_NEEDED" });
  await expect(
    runCommand(settings, "approve", "riesgo", versionOf(1), "--why", " "),
  ).rejects.toMatchObject({ code: "OPTION_INVALID" });
});
