import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { until } from "../../support/until.js";
import { PYTHON, pythonEnvironment, SCRIPTS } from "../python.js";

/** A server of MLflow in processes of its own. */
export interface MlflowServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts MLflow on a free port, and waits until it answers.
 *
 * @param kind the tracking server with its registry, the same with users and passwords, or the server of one model
 * @param what the folder of the first two, or the uri of the third's model
 * @param settings of its environment. Default: none
 */
export const startMlflow = async (
  kind: "server" | "guarded" | "model",
  what: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<MlflowServer> => {
  // It starts others, which end with it as a group.
  const child = spawn(PYTHON.clients!, [`${SCRIPTS}mlflow_server.py`, kind, what], {
    env: { ...pythonEnvironment(), MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += String(chunk)));
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, "SIGKILL");
    await ended;
  };
  try {
    const url = await new Promise<string>((resolve) =>
      createInterface(child.stdout).once("line", resolve),
    );
    child.stdout.resume();
    const healthy = async () => (await fetch(`${url}/health`)).ok;
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`MLflow ended: ${log}`);
        return healthy().catch(() => false);
      },
      `MLflow: ${log}`,
      300,
    );
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
};
