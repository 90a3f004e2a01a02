import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";
import { startProgram } from "./start.js";

/** Runs a start of one program with this text. */
const startOf = async (text: string) => {
  const file = join(await temporaryDirectory(), "program.mjs");
  await writeFile(file, text);
  const program = JSON.stringify(pathToFileURL(file).href);
  const start = `import { startProcess } from "despliega/start/process.js";
    await startProcess(${program}, [], process.env, { add: async () => {} });`;
  return startProgram(["--input-type=module", "--eval", start], {});
};

test("a program ends when the process that started it is killed", async () => {
  const { child, line, ended } = await startOf(
    'console.log("runs"); setInterval(() => {}, 1_000);',
  );
  await line("runs");
  child.kill("SIGKILL");
  // Its output is that of the start, which closes when both have ended.
  expect(await ended).toEqual({ code: null, stderr: "" });
});

test("a program ends by itself when its work is done", async () => {
  const { ended, lines } = await startOf('console.log("done");');
  expect(await ended).toEqual({ code: 0, stderr: "" });
  expect(lines).toEqual(["done"]);
});
