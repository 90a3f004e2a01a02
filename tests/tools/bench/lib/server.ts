import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { signalTo, spawnChild } from "./children.js";
import { ROOT } from "../../../repository/files.js";

/** A server process to measure. */
export interface ServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** The server is ready once this url answers 200. */
  readonly readyUrl: string;
  /** File that takes what the server prints, so that no pipe slows it down. */
  readonly log: string;
  /** Whether it starts processes of its own, which end with it. Default false. */
  readonly group?: boolean;
  /** Seconds to become ready in. Default 60. */
  readonly deadline?: number;
}

/** A server that runs. */
export interface RunningServer {
  /** Seconds from spawn to ready, to a few milliseconds. */
  readonly readyAfter: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a server process and waits until it is ready. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { command, args, env = {}, readyUrl, log, group = false, deadline = 60 } = options;
  const output = openSync(log, "w");
  const started = performance.now();
  const child = spawnChild(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", output, output],
    detached: group,
  });
  closeSync(output);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit ${code}`));
  });
  const stop = async (): Promise<void> => {
    signalTo(child, group, "SIGTERM");
    const late = await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    if (late === undefined || group) signalTo(child, group, "SIGKILL");
    await ended;
  };
  const elapsed = (): number => (performance.now() - started) / 1000;
  while (!(await answers(readyUrl))) {
    const end = await Promise.race([ended, sleep(5)]);
    if (end === undefined && elapsed() < deadline) continue;
    signalTo(child, group, "SIGKILL");
    throw new Error(
      `${args[0]}: ${end ?? "not ready in time"}: ${readFileSync(log, "utf8").slice(-2000)}`,
    );
  }
  return { readyAfter: elapsed(), pid: child.pid!, stop };
};

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(5000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status === 200;
    },
    () => false,
  );
