import { describeUnreadNames, findUnreadNames, STORAGE_SETTINGS } from "@despliega/storage";
import type { Command } from "commander";

import { commandLine, type Surroundings } from "./command-line.js";
import { exitOnStopSignal } from "./stop.js";
import { nameSpan, traced } from "./traced.js";
import { readTrainerSettings, TRAINER_SETTINGS } from "../pipeline/settings.js";
import { sweepWorkDirectories } from "../sources/work-directory.js";

/**
 * Runs a command line that names a command of the trainer, by the settings of this process. First it removes what a run left that
 * was killed.
 *
 * @param argv as in `process.argv`
 * @returns the exit code
 */
export const runVerb = async (
  argv: readonly string[],
  others: NonNullable<Surroundings["others"]>,
): Promise<number> => {
  const swept = await sweepWorkDirectories();
  if (swept.length > 0)
    process.stderr.write(`Removed what runs that were killed left: ${swept.join(", ")}\n`);
  const settings = readTrainerSettings(process.env);
  return traced((progress) => {
    const context = { settings, progress, now: () => new Date() };
    return commandLine(context, argv, { before: prepare, others });
  });
};

const prepare = (command?: Command): void => {
  if (command !== undefined) nameSpan(command);
  exitOnStopSignal();
  const unread = describeUnreadNames(
    findUnreadNames({ ...STORAGE_SETTINGS, ...TRAINER_SETTINGS }, process.env),
  );
  if (unread !== undefined) process.stderr.write(`${unread}\n`);
};
