import type { Command } from "commander";

import { runTool } from "../../tool.js";

/** What came of a load. */
export interface LoadOutcome {
  /** Tables and figures to print. */
  readonly text: string;
  /** What went wrong, one line each. */
  readonly faults: readonly string[];
}

/** Runs a program that sends a load. It says on standard error how far it is; exit code 1 for a fault. */
export const runLoad = (
  program: Command,
  load: (say: (line: string) => void) => Promise<LoadOutcome>,
): Promise<void> =>
  runTool(program, async () => {
    const { text, faults } = await load((line) => void process.stderr.write(`${line}\n`));
    process.stdout.write(`${text}\n`);
    for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
    return faults.length === 0 ? 0 : 1;
  });
