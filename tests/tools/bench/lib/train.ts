import type { RunOptions } from "./run.js";
import type { Workbench } from "./workbench.js";

/** Something that runs a command: `run`, or `peakMemory`, which also watches it. */
export type Runner<Result> = (
  command: string,
  args: readonly string[],
  options: RunOptions,
) => Promise<Result>;

/**
 * Runs the trainer's command on a loan history.
 *
 * @param container takes the release; one of its own makes a run the first one ever
 */
export const trainRiesgo = async <Result>(
  bench: Workbench,
  input: string,
  container: string,
  runner: Runner<Result>,
): Promise<Result> =>
  runner(process.execPath, ["trainer/dist/main.js", "train", "riesgo", "--input", input], {
    env: await bench.storage(container),
  });
