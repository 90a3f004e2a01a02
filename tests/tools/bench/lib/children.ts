import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

/** Each with what ends it. */
const living = new Map<ChildProcess, (signal: NodeJS.Signals) => void>();

/** Starts a process that {@link killChildren} knows about until it ends. */
export const spawnChild = (
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess => {
  const child = spawn(command, args, options);
  living.set(child, (signal) => signalTo(child, options.detached === true, signal));
  child.once("close", () => living.delete(child));
  child.once("error", () => living.delete(child));
  return child;
};

/** Ends every process that is still running, for a bench that is interrupted. */
export const killChildren = (): void => {
  for (const end of living.values()) end("SIGKILL");
};

/** Sends a signal to a process, and to all that it started where it leads a group. */
export const signalTo = (child: ChildProcess, group: boolean, signal: NodeJS.Signals): void => {
  if (!group || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended.
  }
};
