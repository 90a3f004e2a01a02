import { beforeAll, expect, test } from "@jest/globals";

import { startApi } from "../support/api-process.js";
import { azuriteStore, newContainer } from "../support/azurite.js";
import { promoteTiny, versionOf } from "../support/release.js";
import { leaseForGood, signedFor } from "../support/sas.js";
import { despliega, runCommand } from "../trainer/support/command-line.js";
import { SAMPLE } from "../trainer/support/runs.js";

const container = newContainer();

const signedSettings = (permissions: string) => ({
  AZURE_STORAGE_CONNECTION_STRING: signedFor(container, permissions),
  DESPLIEGA_CONTAINER_NAME: container,
});

const TRAINER = signedSettings("racwl");
const PRUNER = signedSettings("racwdl");

beforeAll(async () => {
  const store = await azuriteStore({ container });
  await promoteTiny(store, { version: versionOf(1) });
});

test("a signature for one container is enough to train, move the pointer, prune and serve", async () => {
  const trained = await runCommand(TRAINER, "train", "riesgo", "--input", SAMPLE);
  expect(trained.code).toBe(0);
  const { version } = trained.lines.at(-1) as { version: string };
  expect((await runCommand(TRAINER, "releases", "riesgo")).lines).toHaveLength(2);
  expect((await runCommand(TRAINER, "rollback", "riesgo")).lines.at(-1)).toMatchObject({
    version: versionOf(1),
  });
  expect((await runCommand(TRAINER, "promote", "riesgo", version)).code).toBe(0);
  const rules = ["--keep", "0", "--grace", "0s"];
  expect((await runCommand(PRUNER, "prune", "riesgo", ...rules)).code).toBe(0);

  const api = startApi(signedSettings("rl"));
  try {
    const answer = await fetch(`${await api.ready()}/v1/models/riesgo`);
    expect(await answer.json()).toMatchObject({ version });
  } finally {
    api.child.kill("SIGTERM");
  }
  expect((await api.ended).code).toBe(0);
});

test("a signature that lacks a right ends a command with one line that names it", async () => {
  const { code, stderr } = await despliega(signedSettings("rl"), "rollback", "riesgo");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^STORE_REFUSED: [^\n]+ \(HTTP 403 Authorization[A-Za-z]+\): [^\n]+\n$/);
});

test.each([
  ["promote", ["promote", "riesgo", versionOf(1)]],
  ["rollback", ["rollback", "riesgo"]],
  ["train", ["train", "riesgo", "--input", SAMPLE]],
])("%s ends with one line where the pointer is leased for good", async (_, args) => {
  const leased = newContainer();
  const store = await azuriteStore({ container: leased });
  await promoteTiny(store, { version: versionOf(2) });
  await promoteTiny(store, { version: versionOf(1) });
  await leaseForGood(leased, "train_models/riesgo/champion.json");
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: signedFor(leased, "racwdl"),
    DESPLIEGA_CONTAINER_NAME: leased,
  };
  const { code, stderr } = await despliega(settings, ...args);
  expect(stderr).toMatch(
    /^STORE_REFUSED: [^\n]*champion\.json \(HTTP 412 LeaseIdMissing\): [^\n]*lease[^\n]*\n$/,
  );
  expect(code).toBe(1);
});
