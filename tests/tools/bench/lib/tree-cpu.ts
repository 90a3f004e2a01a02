import { readdir, readFile } from "node:fs/promises";

/** Clock ticks a second, which Linux states to programs as 100 on every machine. */
const TICKS = 100;

/** Seconds of CPU that living processes and all that they started have taken so far. Linux only. */
export const treeCpu = async (roots: readonly number[]): Promise<number> => {
  const found = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const entry of await readdir("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
    // The name of the program, in brackets, may have spaces.
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields === undefined) continue;
    const ticks = fields.slice(11, 15).reduce((sum, of) => sum + Number(of), 0);
    found.set(pid, { parent: Number(fields[1]), ticks });
  }
  const isOurs = (pid: number): boolean =>
    roots.includes(pid) || (found.has(pid) && isOurs(found.get(pid)!.parent));
  let sum = 0;
  for (const [pid, { ticks }] of found) if (isOurs(pid)) sum += ticks;
  return sum / TICKS;
};
