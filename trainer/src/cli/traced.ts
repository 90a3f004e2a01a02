import { currentSpan, inSpan, startTracing } from "@despliega/storage";
import type { Command } from "commander";

import { createProgress, type Progress } from "../pipeline/progress.js";
import { tracedProgress } from "../pipeline/traced-progress.js";
import { TRAINER_VERSION } from "../release/version.js";
import { beforeStop } from "./stop.js";

/**
 * Runs the command line in a span where spans are made, with a progress whose steps are spans too. At the end what waits to be
 * sent has two seconds, also when a signal stops the process.
 *
 * @param run returns the exit code
 */
export const traced = async (run: (progress: Progress) => Promise<number>): Promise<number> => {
  const progress = createProgress(process.stdout);
  const tracer = await startTracing({
    name: "despliega-trainer",
    version: TRAINER_VERSION,
    report: (line) => void process.stderr.write(`${line}\n`),
  });
  if (tracer === undefined) return run(progress);
  const forget = beforeStop(() => tracer.close());
  try {
    return await inSpan({ name: "despliega" }, async (span) => {
      const code = await run(tracedProgress(progress));
      span.add({ "despliega.exit_code": code });
      return code;
    });
  } finally {
    forget();
    // A receiver that does not answer would keep the process for longer. By then its exit code is set.
    if (!(await tracer.close())) setImmediate(() => process.exit());
  }
};

/** Names the span of the command line by the command that runs. */
export const nameSpan = (command: Command): void => currentSpan().rename(pathOf(command));

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
