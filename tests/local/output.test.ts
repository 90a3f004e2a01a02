import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { describe, expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { promoteTiny } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { until } from "../support/until.js";
import { ROOT } from "../repository/files.js";
import { freePort } from "./start.js";

/** A file that takes no byte. */
const FULL = "/dev/full";

/** Starts a program on a container with a release, and resolves to what can be asked of it. */
const start = async (program: readonly string[], output: "closed" | number) => {
  const container = newContainer();
  await promoteTiny(await azuriteStore({ container }));
  const port = await freePort();
  const child = spawn(process.execPath, program, {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      DESPLIEGA_DIRECTORY: await temporaryDirectory(),
      DESPLIEGA_MODELS: "riesgo",
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
      PORT: `${port}`,
    },
    stdio: ["ignore", typeof output === "number" ? output : "pipe", "pipe"],
  });
  if (output === "closed") child.stdout!.destroy();
  const stderr = text(child.stderr!);
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ended = (async () => ({ code: await closed, stderr: await stderr }))();
  const answers = () =>
    fetch(`http://localhost:${port}/api/user/5008806/prediccion`).then(
      ({ status }) => status === 200,
      () => false,
    );
  return { child, ended, answers };
};

const API = ["api/dist/main.js"];
const NPM_START = ["docker/bin/despliega.js", "start"];

describe.each([API, NPM_START])("%s %s", (...program) => {
  test("goes on when nobody reads its output", async () => {
    const { child, ended, answers } = await start(program, "closed");
    await until(answers, "an answer");
    child.kill("SIGTERM");
    expect(await ended).toEqual({ code: 0, stderr: "" });
  });
});

const LINE = "OUTPUT_UNWRITABLE: standard output cannot be written (ENOSPC): name another place\n";

needing(FULL, existsSync(FULL)).describe("an output without space", () => {
  test("ends npm start with one line", async () => {
    const full = await open(FULL, "w");
    const { ended } = await start(NPM_START, full.fd);
    expect(await ended).toEqual({ code: 1, stderr: LINE });
    await full.close();
  });

  test("does not end the api, which says so in one line", async () => {
    const full = await open(FULL, "w");
    const { child, ended, answers } = await start(API, full.fd);
    await until(answers, "an answer");
    // Beyond the half second after which lines are written anyhow, and again at the end.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await answers()).toBe(true);
    child.kill("SIGTERM");
    expect(await ended).toEqual({ code: 0, stderr: LINE });
    await full.close();
  });
});
