import { randomUUID } from "node:crypto";
import { copyFile, open, rename, rm } from "node:fs/promises";
import { dirname, join, basename } from "node:path";
import { isNativeError } from "node:util/types";

import { OutputUnwritable } from "@despliega/storage";

import { rememberBeside } from "../../sources/work-directory.js";

/**
 * Puts a file in the place of another: written beside it, on the disk, and then renamed, so that the old file or the new one
 * is there whole whenever the process or the machine ends.
 *
 * @throws `OUTPUT_UNWRITABLE`
 */
export const replaceFile = async (from: string, to: string): Promise<void> => {
  const beside = join(dirname(to), `.${basename(to)}.${randomUUID()}.partial`);
  try {
    await rememberBeside(beside);
    await copyFile(from, beside);
    const handle = await open(beside, "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, to);
  } catch (cause) {
    await rm(beside, { force: true });
    if (!isNativeError(cause)) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new OutputUnwritable({ path: to, reason }, { cause });
  }
};
