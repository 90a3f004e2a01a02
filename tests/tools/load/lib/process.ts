import { readdir, readFile, readlink } from "node:fs/promises";

/** Resident memory of a process in bytes. Linux only. */
export const residentBytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
};

/** Sockets that a process holds open, its listening ones included. Linux only. */
export const openSockets = async (pid: number): Promise<number> => {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    // A descriptor may be closed between the listing and the look at it.
    (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => "")),
  );
  return links.filter((link) => link.startsWith("socket:")).length;
};
