import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { OutputUnwritable, type NewPart } from "@despliega/storage";

/** Makes a directory for parts, if it is missing. @throws `OUTPUT_UNWRITABLE` */
export const makeDirectory = (directory: string): Promise<unknown> =>
  written(directory, () => mkdir(directory, { recursive: true }));

/** Writes parts as files into a directory. @throws `OUTPUT_UNWRITABLE` */
export const writeParts = (parts: readonly NewPart[], directory: string): Promise<void> =>
  written(directory, async () => {
    for (const { name, source } of parts) {
      const file = join(directory, name);
      if (source instanceof Uint8Array) await writeFile(file, source);
      else await copyFile(source.file, file);
    }
  });

const written = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    const { syscall, code = "unknown" } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new OutputUnwritable({ path, reason: code }, { cause });
  }
};
