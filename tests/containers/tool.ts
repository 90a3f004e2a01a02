import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

import { ROOT } from "../repository/files.js";

const works = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore", timeout: 30_000 }).status === 0;

/** What builds and runs containers here; undefined where nothing does. */
export const tool = (["docker", "podman"] as const).find((name) => works(name, "info"));

/** What runs a composition here, as its command and first arguments; undefined where nothing does. */
export const composeTool = [
  { with: "docker", command: ["docker", "compose"] },
  { with: "podman", command: ["podman-compose"] },
].find(
  (known) => known.with === tool && works(known.command[0]!, ...known.command.slice(1), "version"),
)?.command;

/** What a command said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in the root of the repository to its end, whatever its exit code. */
export const say = async (
  command: readonly string[],
  { seconds = 60, environment = {} }: { seconds?: number; environment?: NodeJS.ProcessEnv } = {},
): Promise<Said> => {
  const [file, ...args] = command;
  const options = {
    cwd: ROOT,
    // Podman leaves health checks out of the images of its own format.
    env: { ...process.env, BUILDAH_FORMAT: "docker", ...environment },
    timeout: seconds * 1_000,
    maxBuffer: 64 << 20,
  };
  try {
    return { code: 0, ...(await promisify(execFile)(file!, args, options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as Partial<Said>;
    if (typeof code !== "number") throw error;
    return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
  }
};

/** Runs a command of docker or podman and returns its output. @throws what it said when it failed */
export const run = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await say([tool!, ...args]);
  if (code !== 0) throw new Error(`${tool} ${args.join(" ")} ended with ${code}: ${stderr}`);
  return stdout.trim();
};
