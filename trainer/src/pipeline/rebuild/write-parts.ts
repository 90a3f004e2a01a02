import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { OutputUnwritable, type NewPart } from "@despliega/storage";

/** Writes parts as files into a directory, which is made. @throws `OUTPUT_UNWRITABLE` */
export const writeParts = async (parts: readonly NewPart[], directory: string): Promise<void> => {
  try {
    await mkdir(directory, { recursive: true });
    for (const { name, source } of parts) {
      const file = join(directory, name);
      if (source instanceof Uint8Array) await writeFile(file, source);
      else await copyFile(source.file, file);
    }
  } catch (cause) {
    const { syscall, code = "unknown" } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new OutputUnwritable({ path: directory, reason: code }, { cause });
  }
};
