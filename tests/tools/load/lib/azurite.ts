import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./azurite-main.js", import.meta.url));

/** An Azurite in a process of its own, which can go away and come back. */
export interface AzuriteServer {
  /** The same for all its lives. */
  readonly connectionString: string;
  /** Ends the process; its data stay. */
  stop(): Promise<void>;
  /** Starts it again, on the same port and data. */
  start(): Promise<void>;
  /** Makes it fall silent: connections stay open, nothing is answered. */
  pause(): void;
  resume(): void;
}

/** Starts an Azurite on a free port with its data in a folder. */
export const startAzuriteServer = async (folder: string): Promise<AzuriteServer> => {
  let child: ChildProcess;
  const run = async (port: number): Promise<string> => {
    child = spawn(process.execPath, [MAIN, folder, `${port}`], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = once(child, "close").then(() => {
      throw new Error("Azurite ended before it had started");
    });
    ended.catch(() => {});
    const line = once(createInterface(child.stdout!), "line") as Promise<[string]>;
    const [connectionString] = await Promise.race([line, ended]);
    return connectionString;
  };
  const connectionString = await run(0);
  const port = Number(/BlobEndpoint=http:\/\/[^:]+:(\d+)/.exec(connectionString)?.[1]);
  return {
    connectionString,
    async stop() {
      const ended = once(child, "close");
      child.kill("SIGTERM");
      await ended;
    },
    async start() {
      await run(port);
    },
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
  };
};
