import {
  describeUnreadNames,
  findUnreadNames,
  DespliegaError,
  STORAGE_SETTINGS,
  surviveOutput,
} from "@despliega/storage";

import { commandLine } from "./cli/command-line.js";
import { exitCodeOf } from "./cli/exit-codes.js";
import { exitOnStopSignal } from "./cli/stop.js";
import { createProgress } from "./pipeline/progress.js";
import { readTrainerSettings, TRAINER_SETTINGS } from "./pipeline/settings.js";

exitOnStopSignal();
surviveOutput();
try {
  const settings = readTrainerSettings(process.env);
  const unread = describeUnreadNames(
    findUnreadNames({ ...STORAGE_SETTINGS, ...TRAINER_SETTINGS }, process.env),
  );
  if (unread !== undefined) process.stderr.write(`${unread}\n`);
  const progress = createProgress(process.stdout);
  process.exitCode = await commandLine({ settings, progress, now: () => new Date() }, process.argv);
} catch (error) {
  if (!(error instanceof DespliegaError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = exitCodeOf(error);
}
