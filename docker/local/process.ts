import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

import type { Stop } from "./stop.js";

/** Runs a Node.js program of this project until it ends or a stop is asked for. */
export const startProcess = async (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  stop: Stop,
): Promise<ChildProcess> => {
  const child = spawn(process.execPath, args, { env: environment, stdio: "inherit" });
  await stop.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  });
  return child;
};
