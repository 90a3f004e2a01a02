import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { readChampion, readLedger, type Manifest } from "@despliega/storage";
import { models } from "@despliega/trainer/model/catalogue.js";

import { azuriteConnectionString, azuriteStoreOf, newContainer } from "../support/azurite.js";
import { temporaryDirectory } from "../support/temporary.js";
import { despliega, runCommand } from "./support/command-line.js";
import { SAMPLE, sha256 } from "./support/runs.js";
import { withoutSense } from "./support/without-sense.js";

const names = models().map(({ name }) => name);

const newSettings = () => ({
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_ACTOR: "the test",
});

describe("used wrongly", () => {
  let told: ReturnType<typeof jest.spyOn>;
  beforeEach(() => {
    told = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => told.mockRestore());

  test.each([
    ["no command", [], "Usage: despliega"],
    ["an unknown command", ["tain"], "unknown command 'tain'"],
    ["an unknown option", ["train", "riesgo", "--fast"], "unknown option '--fast'"],
    ["no model", ["train"], "name one model, or give --all instead"],
    ["a model and all of them", ["train", "riesgo", "--all"], "name one model, or give --all"],
    ["a file for all models", ["train", "--all", "--input", "x"], "--input belongs to one model"],
    ["one argument too many", ["train", "riesgo", "now"], "too many arguments"],
    [
      "a report with a url that is none",
      ["report", "riesgo", "--report-url", "x"],
      "http or https",
    ],
    ["export without a directory", ["export", "riesgo"], "--to <directory>' not specified"],
  ])("with %s, it says so and ends with 2", async (_, args, message) => {
    expect(await runCommand({}, ...args)).toEqual({ code: 2, lines: [] });
    expect(told.mock.calls.flat().join("")).toContain(message);
  });

  test.each([
    ["an unknown model", ["train", "vino"], "MODEL_UNKNOWN"],
    ["a day that is none", ["train", "riesgo", "--as-of", "2026-02-30"], "OPTION_INVALID"],
    ["an unknown model to tune", ["tune", "vino"], "MODEL_UNKNOWN"],
    ["no trials", ["tune", "riesgo", "--trials", "0"], "OPTION_INVALID"],
    ["half a trial", ["tune", "riesgo", "--trials", "1.5"], "OPTION_INVALID"],
    ["a seed below 0", ["tune", "riesgo", "--seed", "-1"], "OPTION_INVALID"],
    ["a model that does not say where to search", ["tune", "riesgo"], "SEARCH_UNDECLARED"],
    ["a day in words", ["train", "riesgo", "--as-of", "today"], "OPTION_INVALID"],
    ["a version that is none", ["promote", "riesgo", "../x"], "NAME_INVALID"],
  ])("with %s, it names what is wrong before it looks at the storage", async (_, args, code) => {
    await expect(runCommand({}, ...args)).rejects.toMatchObject({ code });
  });
});

describe("as a process", () => {
  test("it ends with 1 and one line for what is wrong", async () => {
    const ended = await despliega(newSettings(), "train", "vino");
    expect(ended).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `MODEL_UNKNOWN: There is no such model; this trainer knows: ${names.join(", ")}\n`,
    });
  });

  test("it ends with 2 when it is used wrongly", async () => {
    const ended = await despliega(newSettings(), "train");
    expect(ended).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "error: name one model, or give --all instead\n",
    });
  });

  test("it ends with 2 when an option has a wrong value", async () => {
    const ended = await despliega(newSettings(), "train", "riesgo", "--as-of", "today");
    expect(ended).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "OPTION_INVALID: --as-of must be a day such as 2026-01-31\n",
    });
  });

  test("it names the data sets where a file alone could be any of them", async () => {
    const ended = await despliega(newSettings(), "train", "peliculas", "--input", SAMPLE);
    expect(ended).toMatchObject({
      code: 2,
      stdout: "",
      stderr:
        "OPTION_INVALID: --input must be dataset=FILE; the data sets of peliculas are finances.csv, openings.csv, films.csv\n",
    });
  });

  test("it names a setting that is wrong", async () => {
    const ended = await despliega(
      { ...newSettings(), DESPLIEGA_THREADS: "many" },
      "releases",
      "riesgo",
    );
    expect(ended).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "SETTING_INVALID: DESPLIEGA_THREADS: must be a number\n",
    });
  });

  test("it says in one line which old names of settings it does not read", async () => {
    const ended = await despliega({ HOST: "a-machine", ACTOR: "somebody", COMMIT: "" }, "models");
    expect([ended.code, ended.stderr]).toEqual([
      0,
      "Not read: ACTOR. If this was meant for despliega, set DESPLIEGA_ACTOR\n",
    ]);
  });
});

test("--help names every command and the exit codes", async () => {
  const { code, stdout, stderr } = await despliega({}, "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const word of [
    "train",
    "tune",
    "releases",
    "report",
    "export",
    "promote",
    "rollback",
    "Exit codes",
  ])
    expect(stdout).toContain(word);
});

test("tune --help says what a search does and which options it has", async () => {
  const { code, stdout, stderr } = await despliega({}, "tune", "--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const words of ["--trials <count>", "--seed <number>", "--input <place>", "--as-of <date>"])
    expect(stdout).toContain(words);
  expect(stdout).toMatch(/killed goes\s+on where it was/);
});

describe("without any release", () => {
  const settings = newSettings();

  test.each([
    [["train", "riesgo"], "INPUT_MISSING"],
    [["export", "riesgo", "--to", "nowhere"], "CHAMPION_MISSING"],
    [["report", "riesgo"], "RELEASE_MISSING"],
    [["report", "riesgo", "20260131T235959Z-00000001"], "RELEASE_UNKNOWN"],
    [["export", "riesgo", "20260131T235959Z-00000001", "--to", "no"], "RELEASE_UNKNOWN"],
    [["rollback", "riesgo"], "CHAMPION_MISSING"],
    [["promote", "riesgo", "20260131T235959Z-00000001"], "RELEASE_UNKNOWN"],
  ])("%j says what is missing", async (args, code) => {
    await expect(runCommand(settings, ...args)).rejects.toMatchObject({ code });
  });

  test("promote says which command lists the versions", async () => {
    await expect(
      runCommand(settings, "promote", "riesgo", "20260131T235959Z-00000001"),
    ).rejects.toThrow(/20260131T235959Z-00000001 of riesgo: .* `despliega releases riesgo` lists$/);
  });

  test("releases says how to make one", async () => {
    expect(await runCommand(settings, "releases", "riesgo")).toEqual({
      code: 0,
      lines: [{ notice: "no release of riesgo yet: run `despliega train riesgo`" }],
    });
  });
});

describe("the life of a model", () => {
  const settings = newSettings();
  const champion = async () =>
    (
      await readChampion(
        await azuriteStoreOf({ container: settings.DESPLIEGA_CONTAINER_NAME }),
        "riesgo",
      )
    ).champion;
  let first = "";

  beforeAll(async () => {
    const ended = await despliega(settings, "train", "riesgo", "--input", SAMPLE);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const lines = ended.lines();
    expect(lines.flatMap(({ step = [] }) => step)).toEqual([
      "input",
      "ingest",
      "keep",
      "features",
      "fit",
      "evaluate",
      "report",
      "publish",
    ]);
    expect(lines.at(-1)).toEqual({
      message: expect.stringMatching(/^Published riesgo .*, the new champion\.$/),
      model: "riesgo",
      version: expect.any(String),
      promoted: true,
      failed: [],
      undecided: [],
      comparison: "first",
    });
    first = String(lines.at(-1)!["version"]);
  });

  test("a champion without predecessor cannot be rolled back", async () => {
    await expect(runCommand(settings, "rollback", "riesgo")).rejects.toMatchObject({
      code: "PREDECESSOR_MISSING",
    });
    expect((await champion())?.version).toBe(first);
  });

  test("export writes every part of the champion, with the bytes of its manifest", async () => {
    const to = join(await temporaryDirectory(), "made", "here");
    const ended = await runCommand(settings, "export", "riesgo", "--to", to);
    expect(ended.code).toBe(0);
    const manifest = JSON.parse(await readFile(join(to, "manifest.json"), "utf8")) as {
      parts: { name: string; sha256: string }[];
    };
    expect((await readdir(to)).toSorted()).toEqual(
      [...manifest.parts.map(({ name }) => name), "manifest.json"].toSorted(),
    );
    for (const part of manifest.parts)
      expect(sha256(await readFile(join(to, part.name)))).toBe(part.sha256);
    const features = (await readFile(join(to, "features.csv"), "utf8")).split("\n");
    expect(features).toContain("5008806,29,136.4468640135,59,3,1");
  });

  test("report writes the newest release's page to standard output, with what publishing knows of it", async () => {
    const to = await temporaryDirectory();
    await runCommand(settings, "export", "riesgo", "--to", to);
    const ended = await despliega(settings, "report", "riesgo");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const page = await readFile(join(to, "report.html"), "utf8");
    const { version } = JSON.parse(await readFile(join(to, "manifest.json"), "utf8")) as Manifest;
    expect(page).not.toContain(version);
    expect(ended.stdout).toContain(version);
    expect(ended.stdout.replace(/<section id="release">.*?<\/section> /s, "")).toBe(page);
  });

  test("report --markdown sums the first release up, without a champion", async () => {
    const url = "https://example.com/report";
    const ended = await despliega(settings, "report", "riesgo", "--markdown", "--report-url", url);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout.startsWith(`<!-- despliega:riesgo -->\n\n## riesgo ${first}\n`)).toBe(true);
    expect(ended.stdout).toContain("There was no champion to compare it with.");
    expect(ended.stdout).toContain(`[the report](${url})`);
  });

  test("report --out writes a file, or says that it cannot", async () => {
    const file = join(await temporaryDirectory(), "report.md");
    expect(
      await runCommand(settings, "report", "riesgo", first, "--markdown", "--out", file),
    ).toEqual({ code: 0, lines: [] });
    expect(await readFile(file, "utf8")).toContain(`## riesgo ${first}`);
    const failing = runCommand(settings, "report", "riesgo", "--out", join(file, "below"));
    await expect(failing).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
  });

  test("export into something that is no directory says so", async () => {
    const file = join(await temporaryDirectory(), "file");
    await writeFile(file, "");
    const failing = runCommand(settings, "export", "riesgo", first, "--to", file);
    await expect(failing).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
  });

  test("a release held back by its promotion checks ends with 3, can be promoted by hand and rolled back", async () => {
    const held = await despliega(settings, "train", "riesgo", "--input", await withoutSense());
    expect(held.code).toBe(3);
    const result = held.lines().at(-1)!;
    expect(result).toMatchObject({
      message: expect.stringContaining("not promoted: it fails roc_auc at least 0.6"),
      promoted: false,
    });
    expect((await champion())?.version).toBe(first);
    const second = String(result["version"]);
    const { stdout } = await despliega(settings, "report", "riesgo", "--markdown");
    expect(stdout).toContain(
      "**Held back by its promotion checks:** it fails roc_auc at least 0.6",
    );
    expect(stdout).toMatch(
      new RegExp(`\\| Metric \\| Candidate \\| 95% interval \\| Champion ${first} \\| Change \\|`),
    );

    const promoted = await runCommand(settings, "promote", "riesgo", second, "--why", "a trial");
    expect(promoted.lines).toEqual([
      expect.objectContaining({ version: second, previous: first, sequence: 3 }),
    ]);
    const listed = (await runCommand(settings, "releases", "riesgo")).lines;
    expect(listed.map(({ version, champion: is, passed }) => [version, is, passed])).toEqual([
      [first, false, true],
      [second, true, false],
    ]);

    await runCommand(settings, "rollback", "riesgo");
    expect((await champion())?.version).toBe(first);
    const ledger = await readLedger(
      await azuriteStoreOf({ container: settings.DESPLIEGA_CONTAINER_NAME }),
      "riesgo",
    );
    expect(ledger.map(({ action, version, by, why }) => [action, version, by, why])).toEqual([
      ["promote", first, "the test", "trained, and passed its promotion checks"],
      ["refresh", first, "the test", "newer history, of a training whose release was held back"],
      ["promote", second, "the test", "a trial"],
      ["rollback", first, "the test", "rolled back by hand"],
    ]);
    const runs = (await runCommand(settings, "runs", "riesgo")).lines.filter(
      ({ verb }) => verb === "train",
    );
    const release = {
      metrics: { roc_auc: expect.any(Number) },
      verdicts: expect.arrayContaining([expect.objectContaining({ rule: "roc_auc at least 0.6" })]),
    };
    expect(runs).toMatchObject([
      { state: "held back", version: second, ...release },
      {
        state: "done",
        version: first,
        inputs: [{ name: "loans.csv", sha256: sha256(await readFile(SAMPLE)) }],
        parameters: { given: ["loans.csv"], estimator: "logistic" },
        ...release,
      },
    ]);
  });
});

test("a run that fails leaves its input on record, and nothing in the directory for temporary files", async () => {
  const settings = newSettings();
  const TMPDIR = await temporaryDirectory();
  const input = join(await temporaryDirectory(), "loans.csv");
  await writeFile(input, `${(await readFile(SAMPLE, "utf8")).split("\n", 3).join("\n")}\n`);
  const ended = await despliega({ ...settings, TMPDIR }, "train", "riesgo", "--input", input);
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^SPLIT_IMPOSSIBLE: /) });
  expect(await readdir(TMPDIR)).toEqual([]);
  expect((await runCommand(settings, "runs")).lines).toMatchObject([
    {
      state: "failed",
      code: "SPLIT_IMPOSSIBLE",
      inputs: [{ name: "loans.csv", sha256: sha256(await readFile(input)) }],
    },
  ]);
});

test("without storage settings it works on an Azurite of its own, which ends with it", async () => {
  const directory = join(await temporaryDirectory(), "local");
  await mkdir(directory);
  const settings = { DESPLIEGA_DIRECTORY: directory };
  const trained = await despliega(settings, "train", "riesgo", "--input", SAMPLE);
  expect(trained).toMatchObject({ code: 0, stderr: "" });
  const { version } = trained.lines().at(-1)!;
  expect(await readdir(directory)).toEqual(["azurite"]);
  const listed = await despliega(settings, "releases", "riesgo");
  expect(listed.lines()).toMatchObject([{ version, champion: true }]);
});
