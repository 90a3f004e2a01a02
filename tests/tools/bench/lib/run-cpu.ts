import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { run, type Ran, type RunOptions } from "./run.js";

/** A finished command and what it took of the processor. */
export interface CpuMeasured extends Ran {
  /** User and system seconds of the process and of every process that it started and waited for. */
  readonly cpuSeconds: number;
}

// The last two times of `times` are of what the shell ran, which is this command alone.
const SCRIPT = 'file=$1; shift; "$@"; code=$?; times >"$file"; exit $code';

/** Runs a command and measures the CPU of its processes. @param folder takes a file of the shell's */
export const runCpu = async (
  command: string,
  args: readonly string[],
  folder: string,
  options?: RunOptions,
): Promise<CpuMeasured> => {
  const file = join(folder, "times.txt");
  const ran = await run("/bin/sh", ["-c", SCRIPT, "sh", file, command, ...args], options);
  const [, children = ""] = (await readFile(file, "utf8")).trim().split("\n");
  const cpuSeconds = children.split(" ").reduce((sum, time) => sum + secondsOf(time), 0);
  return { ...ran, cpuSeconds };
};

/** Of a time as POSIX's `times` writes it: `1m2.345s`. */
const secondsOf = (time: string): number => {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(time) ?? [];
  if (seconds === undefined) throw new Error(`no time: ${time}`);
  return Number(minutes) * 60 + Number(seconds);
};
