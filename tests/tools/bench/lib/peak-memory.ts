import { readFileSync } from "node:fs";
import { platform } from "node:os";
import type { Skipped } from "./peer.js";
import { run, type Ran, type RunOptions } from "./run.js";

/** A finished command and the most memory that it held. */
export interface Measured extends Ran {
  /** In bytes: the peak resident memory of the process, plus the peaks of the processes it started. */
  readonly peak: number;
}

const everyMilliseconds = 10;

/**
 * Runs a command and follows its peak memory, which the kernel keeps per process as `VmHWM`: only what a process gains
 * in its last few milliseconds can be missed. Linux only.
 */
export const peakMemory = (
  command: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<Measured | Skipped> => peakOf((spawned) => run(command, args, { ...options, spawned }));

/** The same of a command that some work runs. @param work tells the id of its process as soon as there is one */
export const peakOf = async <Result extends Ran>(
  work: (spawned: (pid: number) => void) => Promise<Result>,
): Promise<(Result & Measured) | Skipped> => {
  if (platform() !== "linux") return { skipped: "skipped: peak memory is read from Linux's /proc" };
  const peaks = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;
  const spawned = (pid: number): void => {
    timer = setInterval(() => follow(pid, peaks), everyMilliseconds);
  };
  try {
    const ran = await work(spawned);
    return { ...ran, peak: [...peaks.values()].reduce((total, peak) => total + peak, 0) };
  } finally {
    clearInterval(timer);
  }
};

const follow = (pid: number, peaks: Map<number, number>): void => {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(proc(`${pid}/status`))?.[1];
  if (kilobytes !== undefined) peaks.set(pid, Number(kilobytes) * 1024);
  for (const child of proc(`${pid}/task/${pid}/children`).split(" "))
    if (child !== "") follow(Number(child), peaks);
};

const proc = (name: string): string => {
  try {
    return readFileSync(`/proc/${name}`, "utf8");
  } catch {
    // The process ended between two looks; what was read before stands.
    return "";
  }
};
