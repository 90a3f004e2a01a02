import { execFile } from "node:child_process";
import { cp, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { ROOT } from "../repository/files.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { PYTHON } from "./python.js";

const WORKSPACES = ["storage", "trainer", "api"];

/**
 * Makes a git repository of `dvc.yaml`, the models, their samples and the built workspaces, with fewer loans, so that a test may
 * change it.
 */
export const dvcRepository = async (directory: string): Promise<void> => {
  const copy = (path: string) =>
    cp(`${ROOT}${path}`, join(directory, path), { recursive: true, force: true });
  for (const workspace of [...WORKSPACES, "docker"])
    for (const path of ["dist", "package.json"]) await copy(`${workspace}/${path}`);
  for (const path of ["dvc.yaml", "docker/bin", "trainer/models", "data/riesgo", "data/vih"])
    await copy(path);
  await cp(await fewLoans(), join(directory, "data/riesgo/loans.csv"));
  const modules = join(directory, "node_modules");
  await mkdir(join(modules, "@despliega"), { recursive: true });
  for (const name of await readdir(`${ROOT}node_modules`))
    if (name !== "@despliega") await symlink(`${ROOT}node_modules/${name}`, join(modules, name));
  for (const name of WORKSPACES)
    await symlink(join(directory, name), join(modules, "@despliega", name));
  await writeFile(join(directory, ".gitignore"), "node_modules/\ndist/\nstages/\n");
};

/** What a command left behind. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands in a repository, with nothing but these settings. */
export const commandsIn = (directory: string, settings: Readonly<Record<string, string>>) => {
  const environment = {
    PATH: process.env["PATH"],
    HOME: directory,
    NO_PROXY: "127.0.0.1",
    DVC_NO_ANALYTICS: "true",
    CI: "true",
  };
  const run = async (
    file: string,
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<CommandEnd> => {
    const env = { ...environment, ...settings, ...more };
    try {
      const options = { cwd: directory, env, maxBuffer: 1 << 26 };
      const { stdout, stderr } = await promisify(execFile)(file, args, options);
      return { code: 0, stdout, stderr };
    } catch (error) {
      const { code, stdout = "", stderr = "" } = error as Partial<Record<string, unknown>>;
      if (typeof code !== "number") throw error;
      return { code, stdout: String(stdout), stderr: String(stderr) };
    }
  };
  const succeed = async (
    file: string,
    args: readonly string[],
    more?: Readonly<Record<string, string>>,
  ): Promise<CommandEnd> => {
    const end = await run(file, args, more);
    if (end.code !== 0)
      throw new Error(`${args.join(" ")} ended with ${end.code}: ${end.stdout}${end.stderr}`);
    return end;
  };
  const ran: string[] = [];
  const dvcEnd = (args: readonly string[], more?: Readonly<Record<string, string>>) => {
    ran.push(args.join(" "));
    return succeed(PYTHON.dvc!, ["-m", "dvc", ...args], more);
  };
  return {
    /** The commands of dvc that ran, without its name. */
    ran: ran as readonly string[],
    /** Runs git. */
    git: (...args: readonly string[]) =>
      succeed("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args]),
    /** Runs dvc. @param more settings for this command alone. @returns all that it wrote */
    dvc: async (args: readonly string[], more?: Readonly<Record<string, string>>) => {
      const { stdout, stderr } = await dvcEnd(args, more);
      return stdout + stderr;
    },
    /** Runs dvc with `--json`. @returns its answer */
    dvcJson: async (args: readonly string[]): Promise<unknown> =>
      JSON.parse((await dvcEnd([...args, "--json"])).stdout),
  };
};
