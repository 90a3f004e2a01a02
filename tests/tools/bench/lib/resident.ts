import { readdir, readFile } from "node:fs/promises";

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

/** Resident memory of a process and of all that it started, in bytes. Linux only. */
export const residentOfAll = async (pid: number): Promise<number> => {
  let bytes = (await resident(pid)).now;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const children = await readFile(`/proc/${pid}/task/${thread}/children`, "utf8");
    for (const child of children.split(" "))
      if (child !== "") bytes += await residentOfAll(Number(child));
  }
  return bytes;
};
