import { inspect } from "node:util";

import { DespliegaError, keepFilesPrivate, surviveOutput } from "@despliega/storage/process";

import { commandLine, type Surroundings } from "./command-line.js";
import { isNamed, VERBS } from "./verbs.js";

/**
 * Runs the command line of this process and sets its exit code. Its files are its user's alone. An error of ours is one line on
 * standard error. What no command needs is not loaded: most of the time of the help is loading.
 *
 * @param others commands of another program, which handle signals and settings themselves
 */
export const runCommandLine = async (others: Surroundings["others"] = []): Promise<void> => {
  surviveOutput();
  keepFilesPrivate();
  try {
    process.exitCode = await run(process.argv, others);
  } catch (error) {
    if (!(error instanceof DespliegaError)) return endWith(error);
    const { exitCodeOf } = await import("./exit-code-of.js");
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exitCode = exitCodeOf(error);
  }
};

const run = async (
  argv: readonly string[],
  others: NonNullable<Surroundings["others"]>,
): Promise<number> => {
  if (!VERBS.some((verb) => isNamed(verb, argv))) return commandLine(undefined, argv, { others });
  const { runVerb } = await import("./run-verb.js");
  return runVerb(argv, others);
};

/** Ends the process by a bug, whose message may hold text of others: what Node.js prints itself is not escaped. */
const endWith = async (error: unknown): Promise<never> => {
  await new Promise((written) => process.stderr.write(`${inspect(error)}\n`, written));
  return process.exit(1);
};
