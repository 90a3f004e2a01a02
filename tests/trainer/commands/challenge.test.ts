import { beforeEach, expect, jest, test } from "@jest/globals";
import { readChallenger, type BlobStore } from "@despliega/storage";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { runCommand } from "../support/command-line.js";

let store: BlobStore;
let settings: Readonly<Record<string, string>>;
beforeEach(async () => {
  const container = newContainer();
  store = await azuriteStore({ container });
  settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_ACTOR: "ana",
  };
  await promoteTiny(store, { version: versionOf(1) });
  await publishTiny(store, { version: versionOf(2) });
});

const run = (...args: string[]) => runCommand(settings, ...args);

test("a release challenges the champion until it is promoted, and the record has it", async () => {
  const begun = await run("challenge", "riesgo", versionOf(2), "--share", "0.5");
  expect(begun.lines.at(-1)).toMatchObject({
    version: versionOf(2),
    champion: versionOf(1),
    share: 0.5,
  });
  expect((await readChallenger(store, "riesgo")).challenger).toMatchObject({
    version: versionOf(2),
    share: 0.5,
    by: "ana",
    why: "challenged by hand",
  });
  expect((await run("challenge", "riesgo")).lines.at(-1)).toMatchObject({
    version: versionOf(2),
    by: "ana",
  });
  await run("promote", "riesgo", versionOf(2));
  expect((await run("challenge", "riesgo")).lines).toMatchObject([{ version: null }]);
  expect((await run("runs", "riesgo")).lines).toMatchObject([
    { verb: "promote" },
    { verb: "challenge", state: "done", version: versionOf(2) },
  ]);
});

test("--stop ends a challenge, and is content where there is none", async () => {
  await run("challenge", "riesgo", versionOf(2));
  for (const stopped of [true, false])
    expect((await run("challenge", "riesgo", "--stop")).lines).toMatchObject([{ stopped }]);
  expect((await readChallenger(store, "riesgo")).challenger).toBeUndefined();
});

test.each([
  ["a release that there is none of", [versionOf(3)], "RELEASE_UNKNOWN"],
  ["the champion itself", [versionOf(1)], "CHALLENGE_REFUSED"],
  ["a share of nothing", [versionOf(2), "--share", "0"], "OPTION_INVALID"],
  ["a share above 1", [versionOf(2), "--share", "1.1"], "OPTION_INVALID"],
  ["no reason", [versionOf(2), "--why", " "], "OPTION_INVALID"],
])("with %s it says what is wrong, and nothing changes", async (_, args, code) => {
  await expect(run("challenge", "riesgo", ...args)).rejects.toMatchObject({ code });
  expect((await readChallenger(store, "riesgo")).challenger).toBeUndefined();
});

test("a version beside --stop is wrong use", async () => {
  const told = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const { code } = await run("challenge", "riesgo", versionOf(2), "--stop");
  told.mockRestore();
  expect(code).toBe(2);
});
