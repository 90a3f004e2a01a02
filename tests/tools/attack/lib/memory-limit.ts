import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup/memory";

/** Memory for one process; the kernel kills one that takes more. */
export interface MemoryLimit {
  /** Runs the command that follows under the limit. */
  readonly wrapper: readonly string[];
  /** The most that was taken so far, in bytes. */
  readonly peak: () => Promise<number>;
  /** Gives the limit back, after its process has ended. */
  readonly close: () => Promise<void>;
}

/**
 * Limits memory by a control group, where this user may make one.
 *
 * @returns undefined where there is none of the first version, or it may not be written
 */
export const limitMemory = async (
  name: string,
  bytes: number,
): Promise<MemoryLimit | undefined> => {
  const folder = join(ROOT, name);
  try {
    await mkdir(folder);
    await writeFile(join(folder, "memory.limit_in_bytes"), `${bytes}`);
  } catch {
    await rmdir(folder).catch(() => {});
    return undefined;
  }
  return {
    wrapper: ["/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', join(folder, "cgroup.procs")],
    peak: async () => Number(await readFile(join(folder, "memory.max_usage_in_bytes"), "utf8")),
    async close() {
      // The kernel takes a moment to notice the end of the last process.
      for (let tries = 0; tries < 50; tries++)
        try {
          return await rmdir(folder);
        } catch {
          await wait(20);
        }
    },
  };
};
