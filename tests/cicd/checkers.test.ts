import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { beforeAll, expect, test } from "@jest/globals";

import { ROOT } from "../repository/files.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { runBash } from "./support/run-bash.js";

/** Folder of the programs that `tests/cicd/install` brings. */
const CHECKERS = process.env["DESPLIEGA_CHECKERS"];
const withCheckers = needing("DESPLIEGA_CHECKERS", CHECKERS !== undefined);

const SECONDS = 300_000;

interface Findings {
  readonly check_type: string;
  readonly summary: Readonly<Record<"passed" | "parsing_errors" | "resource_count", number>>;
  readonly results: { readonly failed_checks: readonly Readonly<Record<string, unknown>>[] };
}

/** Runs one of them in a folder. */
const run = (program: string, args: readonly string[], cwd: string) =>
  runBash(
    ["-c", `exec "$CHECKERS/${program}" "$@"`, program, ...args],
    {
      PATH: process.env["PATH"] ?? "",
      HOME: cwd,
      CHECKERS: CHECKERS!,
      PYTHONHASHSEED: "0",
      CHECKOV_PARALLELIZATION_TYPE: "none",
    },
    cwd,
  );

/** What checkov finds in a folder, by kind of file. */
const checkov = async (folder: string): Promise<ReadonlyMap<string, Findings>> => {
  const kinds = ["bicep", "dockerfile", "github_actions", "azure_pipelines"];
  const { stdout, stderr } = await run(
    "checkov",
    ["-d", ".", "--framework", ...kinds, "--compact", "--quiet", "--skip-download", "-o", "json"],
    folder,
  );
  expect(stderr).not.toContain("Failed to run check");
  const reports = [JSON.parse(stdout) as Findings | readonly Findings[]].flat();
  return new Map(reports.map((report) => [report.check_type, report]));
};

const failed = (found: Findings | undefined) =>
  (found?.results.failed_checks ?? []).map(
    ({ check_id, file_path, resource }) =>
      `${String(check_id)} ${String(file_path)} ${String(resource)}`,
  );

/** Bicep with objects in the place of the variables that name them: checkov follows a variable in some orders of files only. */
const withObjectsInPlace = (text: string): string =>
  [...text.matchAll(/^var (\w+) = (\{\n[^]*?^\})$/gm)].reduce(
    (placed, [, name, object]) =>
      placed.replaceAll(new RegExp(`: ${name!}$`, "gm"), () => `: ${object!}`),
    text,
  );

/**
 * The pipelines, Dockerfiles and modules, in words of Bicep that checkov knows. `main.bicep` has no resources, only calls of
 * modules.
 */
const copied = async (): Promise<string> => {
  const folder = await temporaryDirectory();
  for (const name of [".github/workflows", "cicd", "docker"]) {
    await mkdir(join(folder, name), { recursive: true });
    const built = (path: string) => /\/(?:dist|node_modules)(?:\/|$)/.test(path);
    await cp(ROOT + name, join(folder, name), { recursive: true, filter: (path) => !built(path) });
  }
  await rm(join(folder, "cicd/infra/main.bicep"));
  const modules = join(folder, "cicd/infra/modules");
  for (const name of await readdir(modules)) {
    const text = await readFile(join(modules, name), "utf8");
    const known = text
      .replaceAll(/\b(?:string|object|int)\[\]/g, "array")
      .replaceAll(/cidrSubnet\([^)]*\)/g, "'10.0.0.0/24'");
    await writeFile(join(modules, name), withObjectsInPlace(known));
  }
  return folder;
};

const PLANTED = {
  "account.bicep": `resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'planted'
  properties: {
    allowBlobPublicAccess: true
    networkAcls: { defaultAction: 'Allow' }
  }
}
`,
  Dockerfile: "FROM node:latest\nUSER root\nCMD node a\n",
};

withCheckers.describe("checkov", () => {
  let found: ReadonlyMap<string, Findings>;
  beforeAll(async () => {
    found = await checkov(await copied());
  }, SECONDS);

  test.each([
    ["bicep", 50],
    ["dockerfile", 3],
    ["github_actions", 0],
  ])("has nothing against the files of %s but what has a reason beside it", (kind, resources) => {
    expect(failed(found.get(kind))).toEqual([]);
    const { parsing_errors, passed, resource_count } = found.get(kind)!.summary;
    expect(parsing_errors).toBe(0);
    expect(passed).toBeGreaterThan(30);
    expect(resource_count).toBeGreaterThanOrEqual(resources);
  });

  test(
    "finds what is wrong",
    async () => {
      const folder = await temporaryDirectory();
      for (const [name, text] of Object.entries(PLANTED)) await writeFile(join(folder, name), text);
      const planted = await checkov(folder);
      expect(failed(planted.get("bicep")).join()).toMatch(/CKV_AZURE_35 .*CKV_AZURE_44 /);
      expect(failed(planted.get("dockerfile")).join()).toContain("CKV_DOCKER_8 ");
    },
    SECONDS,
  );
});

const zizmor = (folder: string) =>
  run("zizmor", ["--offline", "--no-progress", "--min-severity", "medium", "--quiet", "."], folder);

withCheckers.test("zizmor has nothing against the workflows, and finds what is wrong", async () => {
  const folder = await temporaryDirectory();
  const workflows = join(folder, ".github/workflows");
  await mkdir(workflows, { recursive: true });
  await cp(`${ROOT}.github/workflows`, workflows, { recursive: true });
  expect(await zizmor(folder)).toMatchObject({ code: 0 });
  await writeFile(
    join(workflows, "planted.yml"),
    "on: pull_request_target\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n",
  );
  const { code, stdout } = await zizmor(folder);
  expect(code).not.toBe(0);
  expect(stdout).toMatch(/dangerous-triggers[^]*template-injection/);
});
