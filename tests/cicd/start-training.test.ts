import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { promoteTiny } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { DAYS } from "../trainer/support/days.js";
import { modelsDirectoryOf, SMALL_YAML } from "../trainer/support/model-folder.js";
import { SAMPLE } from "../trainer/support/runs.js";
import { withoutSense } from "../trainer/support/without-sense.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

const JOB = "--name train-riesgo --resource-group the-group";
const DESPLIEGA = "node trainer/dist/main.js";
const IMAGE = "despliega1.azurecr.io/despliega-trainer:0123abc";

/** The job of a trainer that runs on this machine, to its end, as soon as it is started. */
const jobThat = (work: string, show = "") => `
  state="$(dirname "$0")/state"
  case "$*" in
    "containerapp job start "*)
      if { ${work}; } >/dev/null 2>&1; then echo Succeeded; else echo Failed; fi >"$state"
      echo train-riesgo-x1
      ;;
    "containerapp job execution show "*)
      ${show}
      cat "$state"
      ;;
  esac`;

const startTraining = async (
  az: string,
  env: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
) => {
  const container = newContainer();
  // An older champion, which the trainer's releases are compared with.
  await promoteTiny(await azuriteStore({ container }), { version: "20200131T235959Z-00000001" });
  const commands = await recordingCommands({ az });
  const summary = join(await temporaryDirectory(), "summary.md");
  const ended = await runBash(["cicd/scripts/start-training.sh", ...args], {
    PATH: commands.path,
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    RESOURCE_GROUP: "the-group",
    POLL_SECONDS: "0",
    MODEL: "riesgo",
    SUMMARY: summary,
    ...env,
  });
  return {
    ended,
    calls: commands.calls(),
    summary: existsSync(summary) ? await readFile(summary, "utf8") : undefined,
  };
};

describe("start-training.sh", () => {
  const train = `${DESPLIEGA} train riesgo --input ${SAMPLE}`;

  test("puts the image into the job, starts it, and says that there is a new champion", async () => {
    const { ended, calls, summary } = await startTraining(jobThat(train), {}, IMAGE);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(
      /^Started train-riesgo-x1\.\ntrain-riesgo-x1 ended: Succeeded\.\nriesgo \S+ is the new champion\.\n$/,
    );
    expect(calls).toEqual([
      `az containerapp job update ${JOB} --image ${IMAGE} --output none`,
      `az containerapp job start ${JOB} --query name --output tsv`,
      `az containerapp job execution show ${JOB} --job-execution-name train-riesgo-x1 --query properties.status --output tsv`,
    ]);
    expect(summary).toContain("**Passes its promotion checks.**");
  });

  test.each([
    ["fails", 3],
    ["passes", 0],
  ])("a release that its gates hold back %s where that is said: %d", async (HELD_BACK, code) => {
    const held = `${DESPLIEGA} train riesgo --input ${await withoutSense()}`;
    const { ended, calls, summary } = await startTraining(jobThat(held), { HELD_BACK });
    expect(ended).toMatchObject({ code, stderr: "" });
    expect(ended.stdout).toMatch(/\nriesgo \S+ is held back by its gates; the champion goes on/);
    expect(calls.filter((call) => call.includes(" update "))).toEqual([]);
    expect(summary).toContain("**Held back by its promotion checks:**");
  });

  test("a release that another run has outrun ends it with 4", async () => {
    const outrun = `${train} && ${DESPLIEGA} rollback riesgo && false`;
    const { ended } = await startTraining(jobThat(outrun));
    expect(ended).toMatchObject({ code: 4, stdout: expect.stringContaining("another run moved") });
  });

  test("a run that published nothing has failed, though there is a champion", async () => {
    const { ended, summary } = await startTraining(jobThat("false"));
    expect(ended).toMatchObject({
      code: 1,
      stderr: "No release was published: see the log of train-riesgo-x1.\n",
    });
    expect(summary).toBeUndefined();
  });

  test("a question that fails is asked again", async () => {
    const show = `if [ ! -e "$state.asked" ]; then touch "$state.asked"; exit 1; fi`;
    const { ended, calls } = await startTraining(jobThat("false", show));
    expect(ended.stdout).toContain("train-riesgo-x1 ended: Failed.");
    expect(calls.filter((call) => call.includes(" show "))).toHaveLength(2);
  });

  test("a run that does not end in time is stopped", async () => {
    const running = jobThat("true", `echo Running >"$state"`);
    const { ended, calls } = await startTraining(running, { DEADLINE_SECONDS: "0" });
    expect(ended).toMatchObject({
      code: 1,
      stderr: "train-riesgo-x1 did not end in time and is stopped; its last status is Running.\n",
    });
    expect(calls.at(-1)).toBe(
      `az containerapp job stop ${JOB} --job-execution-name train-riesgo-x1 --output none`,
    );
  });
});

describe("start-training.sh without a model", () => {
  const trainAll = async (
    jobs: readonly string[],
    inputs: readonly string[],
    folders: Parameters<typeof modelsDirectoryOf>[0] = {},
  ) => {
    const container = newContainer();
    const store = await azuriteStore({ container });
    for (const name of inputs) await store.create(`input/${name}/days.csv`, Buffer.from(DAYS));
    const commands = await recordingCommands({
      az: `
        state="$(dirname "$0")/state-$5"
        case "$*" in
          "containerapp job list "*) printf '%s\\n' ${jobs.join(" ")} ;;
          "containerapp job start "*)
            model=\${5#train-}
            if node trainer/dist/main.js train "\${model//-/_}" >/dev/null 2>&1; then echo Succeeded; else echo Failed; fi >"$state"
            echo "$5-x1"
            ;;
          "containerapp job execution show "*) cat "$(dirname "$0")/state-$6" ;;
        esac`,
    });
    const summary = join(await temporaryDirectory(), "summary.md");
    const ended = await runBash(["cicd/scripts/start-training.sh", IMAGE], {
      PATH: commands.path,
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
      DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf(folders),
      DESPLIEGA_MODELS: Object.keys(folders).join(),
      RESOURCE_GROUP: "the-group",
      POLL_SECONDS: "0",
      SUMMARY: summary,
    });
    return { ended, calls: commands.calls(), summary };
  };
  const small = { hail: {}, heavy_snow: {}, rain: {} };

  test("starts the job of every model that has one, and only then waits", async () => {
    const { ended, calls, summary } = await trainAll(
      ["train-hail", "train-heavy-snow"],
      ["hail", "heavy_snow"],
      small,
    );
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout.replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{8}/g, "V")).toBe(
      "rain has no job in the-group and is left out.\n" +
        "Started train-hail-x1.\nStarted train-heavy-snow-x1.\n" +
        "train-hail-x1 ended: Succeeded.\nhail V is the new champion.\n" +
        "train-heavy-snow-x1 ended: Succeeded.\nheavy_snow V is the new champion.\n",
    );
    expect(calls.map((call) => call.split(" ").slice(3, 6).join(" "))).toEqual([
      "list --resource-group the-group",
      ...["hail", "heavy-snow"].flatMap((name) => [
        `update --name train-${name}`,
        `start --name train-${name}`,
      ]),
      ...["hail", "heavy-snow"].map(() => "execution show --name"),
    ]);
    const text = await readFile(summary, "utf8");
    expect(text).toContain("## hail ");
    expect(text).toContain("## heavy_snow ");
  });

  test("a release that waits for approvals is told apart from one that is outrun", async () => {
    const yaml = `${SMALL_YAML}approvals: 2\n`;
    const { ended } = await trainAll(["train-hail"], ["hail"], { hail: { "model.yaml": yaml } });
    expect(ended).toMatchObject({ code: 3, stderr: "" });
    expect(ended.stdout).toMatch(
      /\nhail \S+ waits for approvals; the champion goes on serving\.\n$/,
    );
  });

  test("a model whose run fails stops no other, and ends it with 1", async () => {
    const { ended } = await trainAll(["train-hail", "train-heavy-snow"], ["heavy_snow"], small);
    expect(ended).toMatchObject({
      code: 1,
      stderr: "No release was published: see the log of train-hail-x1.\n",
    });
    expect(ended.stdout).toMatch(/\nheavy_snow \S+ is the new champion\.\n$/);
  });

  test("a job of a model that the checkout does not have is a failure that stops no other", async () => {
    const { ended } = await trainAll(["train-hail", "train-sun"], ["hail"], small);
    expect(ended).toMatchObject({
      code: 1,
      stderr: "train-sun is a job of no model of this checkout.\n",
    });
    expect(ended.stdout).toMatch(/\nhail \S+ is the new champion\.\n$/);
  });

  test("a group without a job of a model is a failure", async () => {
    const { ended } = await trainAll(["other"], [], small);
    expect(ended).toMatchObject({ code: 1, stderr: "No model has a job in the-group.\n" });
  });
});
