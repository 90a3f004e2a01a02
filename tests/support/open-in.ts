import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Everything in a directory that others than its user may read or enter. */
export const openIn = async (directory: string): Promise<readonly string[]> => {
  const names = ["", ...(await readdir(directory, { recursive: true }))];
  const modes = names.map(
    async (name) => [name, (await stat(join(directory, name))).mode] as const,
  );
  return (await Promise.all(modes)).flatMap(([name, mode]) => ((mode & 0o077) === 0 ? [] : [name]));
};
