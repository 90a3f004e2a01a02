import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { models } from "@despliega/trainer/model/catalogue.js";

import { readPackage, ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf, SMALL_SQL, SMALL_YAML } from "../trainer/support/model-folder.js";
import { recordingAz } from "./support/recording-az.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

describe("upload-input.sh", () => {
  const upload = async (
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
    cwd?: string,
  ) => {
    const az = await recordingAz();
    const script = `${ROOT}cicd/scripts/upload-input.sh`;
    const given = { ...az.env, STORAGE_ACCOUNT: "despliega1", ...env };
    return { ended: await runBash([script, ...args], given, cwd), calls: az.calls() };
  };
  const call = (name: string, file: string) =>
    `storage blob upload --account-name despliega1 --auth-mode login --container-name despliega --name input/${name} --file ${file} --overwrite --output none`;
  const samplesOf = (privacy: string) =>
    models()
      .filter((model) => model.privacy === privacy)
      .flatMap(({ name, inputs }) => inputs.map(({ dataset }) => `${name}/${dataset}`));

  test("uploads every sample of every model that is not sensitive", async () => {
    const { ended, calls } = await upload();
    const open = samplesOf("open");
    expect(ended).toEqual({
      code: 0,
      stdout: open.map((name) => `data/${name} is now input/${name}.\n`).join(""),
      stderr: "",
    });
    expect(open.length).toBeGreaterThan(3);
    expect(calls).toEqual(open.map((name) => call(name, `data/${name}`)));
  });

  test("uploads the samples of the model that is named, even of a sensitive one", async () => {
    const { calls } = await upload(["vih"]);
    expect(calls).toEqual([call("vih/patients.csv", "data/vih/patients.csv")]);
  });

  test("uploads a file of the caller's as one data set", async () => {
    const cwd = await temporaryDirectory();
    await writeFile(join(cwd, "mine.csv"), "");
    const { ended, calls } = await upload(["peliculas", "films.csv", "mine.csv"], {}, cwd);
    expect(ended.code).toBe(0);
    expect(calls).toEqual([call("peliculas/films.csv", join(cwd, "mine.csv"))]);
  });

  test("leaves out a sample that is not there", async () => {
    const DESPLIEGA_MODELS_DIRECTORY = await modelsDirectoryOf({
      snow: { "model.yaml": SMALL_YAML, "features.sql": SMALL_SQL },
    });
    const { ended, calls } = await upload([], {
      DESPLIEGA_MODELS_DIRECTORY,
      DESPLIEGA_MODELS: "snow",
    });
    expect(ended).toEqual({
      code: 0,
      stdout: "data/snow/days.csv is not there and is left out.\n",
      stderr: "",
    });
    expect(calls).toEqual([]);
  });

  test.each([
    ["a model that there is not", ["vino"]],
    ["a data set that the model does not have", ["riesgo", "films.csv", "README.md"]],
  ])("uploads nothing for %s, and says what there is", async (_, args) => {
    const { ended, calls } = await upload(args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("  peliculas: finances.csv, openings.csv, films.csv\n");
    expect(calls).toEqual([]);
  });

  test("wants a file for a data set", async () => {
    const { ended } = await upload(["riesgo", "loans.csv"]);
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr: "usage: upload-input.sh [MODEL [DATASET FILE]]\n",
    });
  });
});

/** The scripts of package.json that run tests. */
const PARTS = Object.keys(readPackage("").scripts ?? {}).filter((name) => /^test\b/.test(name));

test("test.sh lints before it runs every part of the tests, and says where the results go", async () => {
  const out = join(await temporaryDirectory(), "results");
  const { path, calls } = await recordingCommands({
    npm: 'echo "$2: $JEST_JUNIT_OUTPUT_DIR/${JEST_JUNIT_OUTPUT_NAME:-}"',
  });
  const { code, stdout, stderr } = await runBash(["cicd/scripts/test.sh", out], { PATH: path });
  expect([code, stderr]).toEqual([0, ""]);
  const [lint, ...results] = stdout.trimEnd().split("\n");
  expect(lint).toBe(`lint: ${out}/`);
  expect(results.toSorted()).toEqual(
    PARTS.map((part) => `${part}: ${out}/${part.replace(":", "-")}.xml`).toSorted(),
  );
  expect(calls()).toHaveLength(1 + PARTS.length);
  for (const call of calls().slice(1)) expect(call).toMatch(/ --reporters=jest-junit$/);
});

test("a part of the tests that fails stops no other, and fails test.sh", async () => {
  const { path, calls } = await recordingCommands({ npm: '[ "$2" != test:cicd ]' });
  const out = await temporaryDirectory();
  expect((await runBash(["cicd/scripts/test.sh", out], { PATH: path })).code).toBe(1);
  expect(calls()).toHaveLength(1 + PARTS.length);
});

test("test.sh tests nothing that lint refuses", async () => {
  const { path, calls } = await recordingCommands({ npm: '[ "$2" != lint ]' });
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
      "tests/dist/storage/people/pseudonym.test.js",
      "--reporters=jest-junit",
    ],
    { cwd: ROOT, env: { PATH: process.env.PATH, JEST_JUNIT_OUTPUT_DIR: directory } },
  );
  const results = await readFile(join(directory, "junit.xml"), "utf8");
  expect(results).toMatch(/<testsuites name="jest tests" tests="[1-9]\d*" failures="0" errors="0"/);
});
