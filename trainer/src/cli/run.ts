import { inspect } from "node:util";

import {
  describeUnreadNames,
  DespliegaError,
  findUnreadNames,
  keepFilesPrivate,
  STORAGE_SETTINGS,
  surviveOutput,
} from "@despliega/storage";

import { commandLine } from "./command-line.js";
import type { AddCommand } from "./command.js";
import { exitCodeOf } from "./exit-codes.js";
import { exitOnStopSignal } from "./stop.js";
import { traced } from "./traced.js";
import { readTrainerSettings, TRAINER_SETTINGS } from "../pipeline/settings.js";
import { sweepWorkDirectories } from "../pipeline/work-directory.js";

/**
 * Runs the command line of this process and sets its exit code. Its files are its user's alone, and first it removes what a run
 * left that was killed. An error of ours is one line on standard error.
 *
 * @param others commands of another program, which handle signals and settings themselves
 */
export const runCommandLine = async (others: readonly AddCommand[] = []): Promise<void> => {
  surviveOutput();
  keepFilesPrivate();
  try {
    const swept = await sweepWorkDirectories();
    if (swept.length > 0)
      process.stderr.write(`Removed what runs that were killed left: ${swept.join(", ")}\n`);
    const settings = readTrainerSettings(process.env);
    process.exitCode = await traced((progress) => {
      const context = { settings, progress, now: () => new Date() };
      return commandLine(context, process.argv, { before: prepare, others });
    });
  } catch (error) {
    if (!(error instanceof DespliegaError)) return endWith(error);
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exitCode = exitCodeOf(error);
  }
};

/** Ends the process by a bug, whose message may hold text of others: what Node.js prints itself is not escaped. */
const endWith = async (error: unknown): Promise<never> => {
  await new Promise((written) => process.stderr.write(`${inspect(error)}\n`, written));
  return process.exit(1);
};

const prepare = (): void => {
  exitOnStopSignal();
  const unread = describeUnreadNames(
    findUnreadNames({ ...STORAGE_SETTINGS, ...TRAINER_SETTINGS }, process.env),
  );
  if (unread !== undefined) process.stderr.write(`${unread}\n`);
};
