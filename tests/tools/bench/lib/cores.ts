import { run } from "./run.js";
import { findProgram, isSkipped } from "./peer.js";

/** Keeps processes on cores of their own, so that neither moves nor waits for the other. Where that cannot be done, they run as ever. */
export const keepOnCore = async (pid: number, core: number): Promise<void> => {
  if (isSkipped(await findProgram("taskset"))) return;
  await run("taskset", ["--all-tasks", "--cpu-list", "--pid", `${core}`, `${pid}`]).catch(() => {});
};
