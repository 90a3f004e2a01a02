import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const EVERY_MS = 100;

/** Runs work, and follows the most bytes that the files of a folder had meanwhile, of which it looks at some. */
export const peakBytes = async <T>(
  folder: string,
  counts: (path: string) => boolean,
  work: () => Promise<T>,
): Promise<readonly [T, number]> => {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, bytesIn(folder, counts))), EVERY_MS);
  try {
    return [await work(), peak];
  } finally {
    clearInterval(timer);
  }
};

const bytesIn = (folder: string, counts: (path: string) => boolean): number => {
  let sum = 0;
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
      if (counts(name)) sum += statSync(join(folder, name)).size;
  } catch {
    // A file was deleted between two looks: what was seen before stands.
  }
  return sum;
};
