import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expect, test } from "@jest/globals";

import { ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { recordingAz } from "./support/recording-az.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

test("upload-input.sh uploads the repository's history as the model's input", async () => {
  const az = await recordingAz();
  const ended = await runBash(["cicd/scripts/upload-input.sh"], {
    ...az.env,
    STORAGE_ACCOUNT: "despliega1",
  });
  expect(ended).toEqual({
    code: 0,
    stdout: "data/riesgo/loans.csv is now input/riesgo/loans.csv.\n",
    stderr: "",
  });
  expect(az.calls()).toEqual([
    "storage blob upload --account-name despliega1 --auth-mode login --container-name despliega --name input/riesgo/loans.csv --file data/riesgo/loans.csv --overwrite --output none",
  ]);
});

test("test.sh lints before it tests, and says where the results go", async () => {
  const out = join(await temporaryDirectory(), "results");
  const { path, calls } = await recordingCommands({ npm: 'echo "$1: $JEST_JUNIT_OUTPUT_DIR"' });
  const ended = await runBash(["cicd/scripts/test.sh", out], { PATH: path });
  expect(ended).toEqual({ code: 0, stdout: `run: ${out}\ntest: ${out}\n`, stderr: "" });
  expect(calls()).toEqual([
    "npm run lint",
    "npm test -- --reporters=default --reporters=jest-junit",
  ]);
});

test("test.sh tests nothing that lint refuses", async () => {
  const { path, calls } = await recordingCommands({ npm: '[ "$1" != run ]' });
  const out = await temporaryDirectory();
  expect((await runBash(["cicd/scripts/test.sh", out], { PATH: path })).code).toBe(1);
  expect(calls()).toEqual(["npm run lint"]);
});

test("the reporter of test.sh writes the results of a run as JUnit", async () => {
  const directory = await temporaryDirectory();
  await promisify(execFile)(
    process.execPath,
    [
      "--experimental-vm-modules",
      "node_modules/jest/bin/jest.js",
      "tests/dist/storage/names.test.js",
      "--reporters=jest-junit",
    ],
    { cwd: ROOT, env: { PATH: process.env.PATH, JEST_JUNIT_OUTPUT_DIR: directory } },
  );
  const results = await readFile(join(directory, "junit.xml"), "utf8");
  expect(results).toMatch(/<testsuites name="jest tests" tests="[1-9]\d*" failures="0" errors="0"/);
});
