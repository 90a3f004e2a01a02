import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { expect, test } from "@jest/globals";
import { readLedger } from "@despliega/storage";
import { currentActor } from "@despliega/trainer/pipeline/actor.js";

import { generate } from "../data/generator.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { bin } from "./support/command-line.js";

/** A number that no system gives to a user. */
const UID = 1_923_456_789;

const unknown = { uid: UID, gid: UID };

const runAs = async (args: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
  const child = spawn(process.execPath, args, {
    ...unknown,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { stderr: await text(child.stderr), code: await closed };
};

const reading = `require("node:fs").readFileSync(${JSON.stringify(bin)})`;
const possible =
  process.getuid?.() === 0 && spawnSync(process.execPath, ["-e", reading], unknown).status === 0;

needing("root, and a checkout that everybody may read", possible).describe(
  "a user that the system does not know",
  () => {
    test("gets the help", async () => {
      expect(await runAs([bin, "--help"])).toEqual({ code: 0, stderr: "" });
    });

    test("trains, and the ledger has the number", async () => {
      const container = newContainer();
      const directory = await temporaryDirectory();
      const temporary = join(directory, "tmp");
      await mkdir(temporary);
      for (const [path, mode] of [
        [directory, 0o755],
        [temporary, 0o777],
      ] as const)
        await chmod(path, mode);
      const input = join(directory, "loans.csv");
      await generate("--users", "20", "--seed", "3", "--out", input);

      const trained = await runAs([bin, "train", "riesgo", "--input", input], {
        AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
        DESPLIEGA_CONTAINER_NAME: container,
        TMPDIR: temporary,
      });
      expect(trained).toEqual({ code: 0, stderr: "" });
      const [move] = await readLedger(await azuriteStore({ container }), "riesgo");
      expect(move?.by).toBe(`uid-${UID}@${hostname()}`);
    });
  },
);

test("a user that the system knows has a name", () => {
  expect(currentActor()).toMatch(/^[^@]+@[^@]+$/);
});
