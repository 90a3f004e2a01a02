import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A program of this project that runs. */
export interface Started {
  readonly child: ChildProcess;
  /** Lines of its standard output so far. */
  readonly lines: readonly string[];
  /** Resolves with the first line that begins so; rejects when the program ends without it. */
  readonly line: (beginning: string) => Promise<string>;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Runs a program of this project with these settings and no others, as from the root of the repository or of a copy. */
export const startProgram = (
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  cwd = ROOT,
): Started => {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH, HOME, TMPDIR, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on("line", (line) => lines.push(line));
  const stderr = text(child.stderr);
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ended = (async () => ({ code: await closed, stderr: await stderr }))();
  return {
    child,
    lines,
    ended,
    line: (beginning) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line) => line.startsWith(beginning));
          if (found !== undefined) resolve(found);
        };
        reader.on("line", look);
        look();
        ended.then(({ stderr: told }) => reject(new Error(`ended: ${told}`)), reject);
      }),
  };
};

/** Runs what `npm start` runs. */
export const startLocal = (settings: Readonly<Record<string, string>>): Started =>
  startProgram(["docker/bin/despliega.js", "start"], settings);

/** A port that nothing listens on, and neither on the one after it. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const first = await listenOn(0);
    const { port } = first.address() as AddressInfo;
    const second = await listenOn(port + 1).catch(() => undefined);
    for (const server of [first, second])
      if (server !== undefined) await new Promise((resolve) => server.close(resolve));
    if (second !== undefined) return port;
  }
};

const listenOn = async (port: number): Promise<Server> => {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
};
