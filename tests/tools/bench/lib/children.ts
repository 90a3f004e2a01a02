import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

const living = new Set<ChildProcess>();

/** Starts a process that {@link killChildren} knows about until it ends. */
export const spawnChild = (
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess => {
  const child = spawn(command, args, options);
  living.add(child);
  child.once("close", () => living.delete(child));
  child.once("error", () => living.delete(child));
  return child;
};

/** Ends every process that is still running, for a bench that is interrupted. */
export const killChildren = (): void => {
  for (const child of living) child.kill("SIGKILL");
};
