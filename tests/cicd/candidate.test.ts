import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { models } from "@despliega/trainer/model/catalogue.js";

import { ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { DAYS } from "../trainer/support/days.js";
import { modelsDirectoryOf, SMALL_YAML } from "../trainer/support/model-folder.js";
import { withoutSense } from "../trainer/support/without-sense.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

const PATH = process.env.PATH ?? "";
const REPORT_URL = "https://example.com/runs/1#artifacts";

const candidate = async (
  env: Readonly<Record<string, string>>,
  base: (out: string) => readonly string[],
) => {
  const out = join(await temporaryDirectory(), "out");
  const ended = await runBash(["cicd/scripts/candidate.sh", out, ...base(out)], {
    // Must not be touched: nothing answers there.
    AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true",
    PATH,
    ...env,
  });
  const written = (name: string) => readFile(join(out, name), "utf8");
  return { out, ended, written };
};

const open = models().filter(({ privacy }) => privacy === "open");
const sensitive = models().filter(({ privacy }) => privacy === "sensitive");

/** Forty days with a date. */
const DAYS_OF_RAIN = [
  "day,pressure,on,wet",
  ...Array.from(
    { length: 40 },
    (_, i) =>
      `${i},${980 + ((i * 37) % 61)},2024-01-${String((i % 31) + 1).padStart(2, "0")},${i % 2}`,
  ),
  "",
].join("\n");

/** A directory of samples in which riesgo's is the file. */
const dataWith = async (file: string): Promise<string> => {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, "riesgo"));
  await copyFile(file, join(directory, "riesgo", "loans.csv"));
  return directory;
};

describe("candidate.sh", () => {
  test("compares what is proposed with what is there, for every open model in one comment", async () => {
    const { ended, written } = await candidate({ REPORT_URL }, () => [ROOT]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const comment = await written("comment.md");
    expect(comment).toMatch(/^<!-- despliega:candidate -->\n/);
    expect(comment.match(/<!--/g)).toHaveLength(1);
    const titles = [...comment.matchAll(/^## (\S+) /gm)].map(([, name]) => name);
    expect(titles).toEqual(open.map(({ name }) => name));
    expect(
      comment.match(/\| Metric \| Candidate \| 95% interval \| Champion \S+ \| Change \|/g),
    ).toHaveLength(open.length);
    // The same code learned from the same data.
    expect(comment).toMatch(/\| ROC-AUC \| (0\.\d{4}) \| [^|]+ \| \1 \| none \|/);
    expect(comment.split(`[the report](${REPORT_URL})`)).toHaveLength(open.length + 1);
    for (const { name } of open)
      expect(await written(`reports/${name}.html`)).toMatch(/^<!doctype html>/);
    expect(comment).toMatch(/\n### Checks of the features\n\n- \*\*order\*\* warns: \d+ of 1,421 /);
    expect(sensitive).not.toEqual([]);
    for (const { name } of sensitive)
      expect(comment).toContain(`\nLeft out: ${name}, as it is sensitive.\n`);
  });

  test("on the first run it makes the branch's checkout, and does without it when it cannot be trained", async () => {
    const { path, calls } = await recordingCommands({ git: 'mkdir -p "$4"', npm: "" });
    const { out, ended, written } = await candidate({ PATH: path, MODEL: "riesgo" }, () => []);
    expect(calls()).toEqual([
      `git worktree add --detach ${out}/base HEAD^1`,
      "npm ci --ignore-scripts --no-audit --no-fund",
      "npm run build",
    ]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain(
      "What is there already gave no champion of riesgo (exit code 1).",
    );
    expect(await written("comment.md")).toContain("There was no champion to compare it with.");
  });

  test("a candidate that its gates hold back ends it with 3, with its report written; a model without samples is left out", async () => {
    const DATA = await dataWith(await withoutSense());
    const { ended, written } = await candidate({ DATA }, () => [ROOT]);
    expect(ended.code).toBe(3);
    const comment = await written("comment.md");
    expect(comment).toContain("**Held back by its promotion checks:**");
    expect(comment).toContain(
      `Left out: peliculas, as ${DATA}/peliculas/finances.csv is not there.`,
    );
  });

  test("a model that asks for approvals is compared like any other", async () => {
    const DATA = await temporaryDirectory();
    await mkdir(join(DATA, "rain"));
    await writeFile(join(DATA, "rain", "days.csv"), DAYS);
    const yaml = `${SMALL_YAML}approvals: 2\n`;
    const settings = {
      DATA,
      DESPLIEGA_MODELS: "rain",
      DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ rain: { "model.yaml": yaml } }),
    };
    const { ended, written } = await candidate(settings, () => [ROOT]);
    expect(ended.stdout).not.toContain("gave no champion");
    expect(ended.code).toBe(0);
    expect(await written("comment.md")).toMatch(/\| Candidate \|[^|]*\| Champion /);
  });

  test("a candidate that cannot be trained ends it with 1, and the comment says so", async () => {
    const DATA = await dataWith(`${ROOT}README.md`);
    const { ended, written } = await candidate({ DATA, MODEL: "riesgo" }, () => [ROOT]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("INPUT_") });
    expect(await written("comment.md")).toContain(
      "## riesgo\n\n**Cannot be trained** (exit code 1): the log of the run says why.\n",
    );
  });

  test("a feature that looks into the future ends it with 1, and the comment names it", async () => {
    const DATA = await temporaryDirectory();
    await mkdir(join(DATA, "rain"));
    await writeFile(join(DATA, "rain", "days.csv"), DAYS_OF_RAIN);
    const settings = {
      DATA,
      DESPLIEGA_MODELS: "rain",
      DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({
        rain: {
          "model.yaml": SMALL_YAML.replace("table: days", "table: days\n    time: on").replace(
            "      wet:",
            "      on: { type: date }\n      wet:",
          ),
          "features.sql": `SELECT day AS observation, 'here' AS entity, "on" AS observed_at, wet AS label,
            lead(pressure, 1, 0) OVER (ORDER BY "on") AS pressure FROM days`,
        },
      }),
    };
    const { ended, written } = await candidate(settings, () => [ROOT]);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("FEATURE_LEAKS: ") });
    const comment = await written("comment.md");
    expect(comment).toContain("**Cannot be trained** (exit code 1)");
    expect(comment).toMatch(
      /\n### Checks of the features\n\n- \*\*future\*\* fails: pressure moves in \d+ of \d+ observations when later events are /,
    );
  });

  test("a model whose definition is broken ends it with 1, and the comment names it", async () => {
    const DESPLIEGA_MODELS_DIRECTORY = await modelsDirectoryOf({
      hail: { "model.yaml": "question: 1\n" },
      snow: {},
    });
    const settings = { DESPLIEGA_MODELS_DIRECTORY, DESPLIEGA_MODELS: "hail,snow" };
    const { ended, written } = await candidate(settings, () => [ROOT]);
    expect(ended.code).toBe(1);
    const comment = await written("comment.md");
    expect(comment).toContain("\nLeft out: snow, as data/snow/days.csv is not there.\n");
    expect(comment).toMatch(/\n\*\*Broken:\*\* hail, as \S+hail\/model\.yaml:1:1: /);
  });
});
