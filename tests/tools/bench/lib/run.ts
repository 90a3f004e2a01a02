import { spawnChild } from "./children.js";
import { ROOT } from "../../../repository/files.js";

/** How a command is run. */
export interface RunOptions {
  /** Added to this process's own environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** In seconds; the command is killed when they have passed. Default 1,800. */
  readonly deadline?: number;
  /** Called with the process id as soon as there is one. */
  readonly spawned?: (pid: number) => void;
}

/** What a command did. */
export interface Ran {
  readonly stdout: string;
  /** Wall time from spawn to exit. */
  readonly seconds: number;
}

/** Runs a command in the repository's root to its end; one that fails rejects with the end of its stderr. */
export const run = (
  command: string,
  args: readonly string[],
  { env = {}, deadline = 1800, spawned }: RunOptions = {},
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawnChild(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: deadline * 1000,
      killSignal: "SIGKILL",
    });
    if (child.pid !== undefined) spawned?.(child.pid);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on(
      "data",
      (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2000)),
    );
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ stdout, seconds });
      else
        reject(
          new Error(`${command} ${args.join(" ")}: ${signal ?? `exit ${code}`}: ${stderr.trim()}`),
        );
    });
  });
