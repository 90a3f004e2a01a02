import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { run, type RunOptions } from "./run.js";

/** Why a peer did not take part. */
export interface Skipped {
  readonly skipped: string;
}

/** Tells a skipped peer from one that can run. */
export const isSkipped = (peer: object): peer is Skipped => "skipped" in peer;

/** A peer's command, found on this machine. */
export interface Found {
  readonly command: string;
}

const notInstalled = (what: string): Skipped => ({ skipped: `skipped: not installed: ${what}` });

const missingModules =
  "import importlib.util, sys; print(*(m for m in sys.argv[1:] if importlib.util.find_spec(m) is None))";

// What `tests/tools/bench/install` made comes first. A system's packages belong to the system's own interpreter, which need not be
// the first one on the path.
const interpreters = (): string[] => [
  ...named("DESPLIEGA_BENCH_PYTHON"),
  "/usr/bin/python3",
  "python3",
];

const named = (setting: string): string[] => {
  const value = process.env[setting] ?? "";
  return value === "" ? [] : [value];
};

/**
 * Finds a Python that can import all the modules; otherwise names what the best one lacks.
 *
 * @param setting names the interpreter of an environment of its own. Default: none
 */
export const findPython = async (
  modules: readonly string[],
  setting = "",
): Promise<Found | Skipped> => {
  let lacking = "python3";
  for (const command of [...named(setting), ...interpreters()]) {
    const missing = await run(command, ["-c", missingModules, ...modules]).then(
      ({ stdout }) => stdout.trim().split(" ").join(", "),
      () => undefined,
    );
    if (missing === "") return { command };
    if (missing !== undefined && (lacking === "python3" || missing.length < lacking.length))
      lacking = missing;
  }
  return notInstalled(lacking);
};

/**
 * Finds a program: beside the interpreter that a setting names, else on the path.
 *
 * @param setting names the interpreter of an environment. Default: none
 */
export const findProgram = async (command: string, setting = ""): Promise<Found | Skipped> => {
  for (const interpreter of named(setting)) {
    const beside = join(dirname(interpreter), command);
    if (existsSync(beside)) return { command: beside };
  }
  return run("/bin/sh", ["-c", 'command -v "$0"', command]).then(
    () => ({ command }),
    () => notInstalled(command),
  );
};

/** Runs a peer and parses its last line, which is JSON. */
export const runPeer = async <Result>(
  command: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<Result> => {
  const { stdout } = await run(command, args, options);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Result;
};
