import { rmSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isNativeError } from "node:util/types";

import { EngineDiskFull } from "../errors/errors.js";

// The host is named because processes of several containers may share a directory, where a number alone means nothing.
const PREFIX = `despliega-run-${hostname()}-`;

/** Those of this process, whose number tells nothing: in a container every run has the same. */
const own = new Set<string>();

/**
 * Runs work with a directory of its own, which is gone afterwards however the work or the process ends. A run that is
 * killed cannot clear up: its directory goes with the next run on this machine.
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

/** Removes what runs that are no more have left. */
const sweep = async (): Promise<void> => {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(PREFIX) ? /^(\d+)-\w{6}$/.exec(name.slice(PREFIX.length))?.[1] : "";
    const directory = join(tmpdir(), name);
    if (pid === undefined || pid === "" || own.has(directory) || lives(Number(pid))) continue;
    // It may be another user's, or going with another run's sweep: neither is a reason not to run.
    await rm(directory, { recursive: true, force: true }).catch(() => {});
  }
};

const lives = (pid: number): boolean => {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return isNativeError(cause) && (cause as NodeJS.ErrnoException).code !== "ESRCH";
  }
};

const isDiskFull = (cause: unknown): boolean =>
  isNativeError(cause) && /^(?:ENOSPC|EDQUOT)$/.test((cause as NodeJS.ErrnoException).code ?? "");
