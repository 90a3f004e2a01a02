import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

import { expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../../support/azurite.js";
import { publishTiny, versionOf } from "../../../support/release.js";
import { runCommand } from "../../support/command-line.js";

const root = new URL("../../../../../", import.meta.url);

test("the program of the documentation reads a user's features", async () => {
  const page = await readFile(new URL("docs/features-for-others.md", root), "utf8");
  const [, program = ""] = /```js\n(.*?)```/s.exec(page) ?? [];
  const container = newContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
  };
  const store = await azuriteStore({ container });
  await publishTiny(store, { description: { publish: { to: "table" } } });
  await runCommand(settings, "promote", "riesgo", versionOf(1));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", program.replace("despliega.riesgo", `${container}.riesgo`)],
    { cwd: root, env: { ...process.env, ...settings } },
  );
  expect(stdout).toBe("29 136.4468640135\n");
});
