import type { Command } from "commander";

import type { Progress } from "../pipeline/progress.js";
import type { TrainerSettings } from "../pipeline/settings.js";

/** What every command works with. */
export interface CommandContext {
  readonly settings: TrainerSettings;
  readonly progress: Progress;
  readonly now: () => Date;
}

/** Adds one command to the program. */
export type AddCommand = (
  program: Command,
  context: CommandContext,
  exitWith: (code: number) => void,
) => void;
