import { rmSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isNativeError } from "node:util/types";

import { isAlive } from "@despliega/storage";

import { EngineDiskFull } from "../errors/errors.js";

// Containers may share a directory, and a process id says nothing without its host.
const PREFIX = `despliega-run-${hostname()}-`;

/** The directories of this process. Its id does not identify them: in a container every run has the same. */
const own = new Set<string>();

/**
 * Runs work with a directory of its own, which is deleted when the work or the process ends. A killed run cannot delete
 * it: the next run on this machine does.
 *
 * @throws `ENGINE_DISK_FULL` when there is no space left in it
 */
export const withWorkDirectory = async <T>(work: (directory: string) => Promise<T>): Promise<T> => {
  await sweep();
  let directory = tmpdir();
  const remove = (): void => {
    if (own.delete(directory)) rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    directory = await mkdtemp(join(directory, `${PREFIX}${process.pid}-`));
    own.add(directory);
    return await work(directory);
  } catch (cause) {
    if (isDiskFull(cause)) throw new EngineDiskFull({ directory }, { cause });
    throw cause;
  } finally {
    process.off("exit", remove);
    remove();
  }
};

/** Deletes the directories of runs that have died. */
const sweep = async (): Promise<void> => {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(PREFIX) ? /^(\d+)-\w{6}$/.exec(name.slice(PREFIX.length))?.[1] : "";
    const directory = join(tmpdir(), name);
    if (pid === undefined || pid === "" || own.has(directory) || lives(Number(pid))) continue;
    // It may be another user's, or another run may delete it at the same time. Neither stops this run.
    await rm(directory, { recursive: true, force: true }).catch(() => {});
  }
};

const lives = (pid: number): boolean => pid !== process.pid && isAlive(pid);

const isDiskFull = (cause: unknown): boolean =>
  isNativeError(cause) && /^(?:ENOSPC|EDQUOT)$/.test((cause as NodeJS.ErrnoException).code ?? "");
