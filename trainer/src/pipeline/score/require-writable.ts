import { randomUUID } from "node:crypto";
import { rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isNativeError } from "node:util/types";

import { OutputUnwritable } from "@despliega/storage";

import type { OutputPlace } from "./output-place.js";

/**
 * Finds out before any row is scored that a file can be written: by a file beside it, as the output is written at the end.
 * Of other places only the delivery tells.
 *
 * @throws `OUTPUT_UNWRITABLE`
 */
export const requireWritable = async (place: OutputPlace): Promise<void> => {
  if (place.kind !== "file") return;
  const path = place.file;
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new OutputUnwritable({ path, reason: "EISDIR" });
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}.partial`);
  try {
    await writeFile(beside, "", { flag: "wx" });
    await rm(beside);
  } catch (cause) {
    if (!isNativeError(cause)) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new OutputUnwritable({ path, reason }, { cause });
  }
};
