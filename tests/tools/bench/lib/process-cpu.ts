import { readFile } from "node:fs/promises";

/** Clock ticks a second, which Linux states to programs as 100 on every machine. */
const TICKS = 100;

/** Seconds of CPU that a process has taken so far, in all its threads. Linux only. */
export const processCpu = async (pid: number): Promise<number> => {
  // The name of the program, in brackets, may have spaces.
  const [, fields = ""] = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return (user! + system!) / TICKS;
};
