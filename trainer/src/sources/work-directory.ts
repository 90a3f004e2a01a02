import { existsSync, rmSync } from "node:fs";
import { appendFile, lstat, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { isNativeError } from "node:util/types";

import { isAlive } from "@despliega/storage";

import { EngineDiskFull } from "../errors/errors.js";

// Containers may share a directory, and a process id says nothing without its host.
const PREFIX = `despliega-run-${hostname()}-`;

/** The directories of this process. Its id does not identify them: in a container every run has the same. */
const own = new Set<string>();

/**
 * Runs work with a directory of its own, which is deleted when the work or the process ends. A killed run cannot delete
 * it: the next command on this machine does.
 *
 * @throws `ENGINE_DISK_FULL` when there is no space left in it
 */
export const withWorkDirectory = async <T>(work: (directory: string) => Promise<T>): Promise<T> => {
  await sweepWorkDirectories();
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

/** The file of a work directory that names the unfinished files that its run has elsewhere, one on each line. */
const BESIDE = "beside.txt";

/** How unfinished files are called: a sweep deletes no other. */
const UNFINISHED = /^\..+\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.partial$/;

/** Remembers an unfinished file outside of the work directory, so that a sweep finds it when the run is killed. */
export const rememberBeside = async (file: string): Promise<void> => {
  const directory = [...own].at(-1);
  if (directory !== undefined) await appendFile(join(directory, BESIDE), `${resolve(file)}\n`);
};

/**
 * Deletes the work directories of this user's runs that have died, with their unfinished files elsewhere. A run that lives keeps
 * its own.
 *
 * @returns the directories
 */
export const sweepWorkDirectories = async (): Promise<readonly string[]> => {
  const swept: string[] = [];
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = name.startsWith(PREFIX) ? /^(\d+)-\w{6}$/.exec(name.slice(PREFIX.length))?.[1] : "";
    const directory = join(tmpdir(), name);
    if (pid === undefined || pid === "" || own.has(directory) || lives(Number(pid))) continue;
    // Another run may delete it at the same time, which does not stop this one.
    const found = await lstat(directory).catch(() => undefined);
    if (found?.isDirectory() !== true || found.uid !== (process.getuid?.() ?? found.uid)) continue;
    const files = await readFile(join(directory, BESIDE), "utf8").catch(() => "");
    for (const file of files.split("\n"))
      if (UNFINISHED.test(basename(file))) await rm(file, { force: true }).catch(() => {});
    await rm(directory, { recursive: true, force: true }).catch(() => {});
    if (!existsSync(directory)) swept.push(directory);
  }
  return swept;
};

const lives = (pid: number): boolean => pid !== process.pid && isAlive(pid);

const isDiskFull = (cause: unknown): boolean =>
  isNativeError(cause) && /^(?:ENOSPC|EDQUOT)$/.test((cause as NodeJS.ErrnoException).code ?? "");
