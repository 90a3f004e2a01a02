import { readFile } from "node:fs/promises";

/** Resident memory of a process, in bytes. */
export interface Resident {
  readonly now: number;
  readonly peak: number;
}

/** Looks at a process's resident memory. Linux only. */
export const resident = async (pid: number): Promise<Resident> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
  return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
};
