import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import type { Stop } from "./stop.js";

const END_WITH_PARENT = new URL("./end-with-parent.js", import.meta.url).href;

/**
 * Runs the program of an installed package until it ends, a stop is asked for, or this process is killed.
 *
 * @param program its module, such as `@despliega/api/main.js`
 */
export const startProcess = async (
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  stop: Stop,
): Promise<ChildProcess> => {
  const file = fileURLToPath(import.meta.resolve(program));
  const child = spawn(process.execPath, ["--import", END_WITH_PARENT, file, ...args], {
    env: environment,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  await stop.add(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  });
  return child;
};
