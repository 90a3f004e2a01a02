import { isNativeError } from "node:util/types";

import { EngineDiskFull, EngineOutOfMemory, ValueRefused } from "../../errors/errors.js";
import type { EngineOptions } from "../engine.js";

/** Kinds of errors that come before any row is read, or that are about files. Messages of others may hold values. */
const WITHOUT_VALUES: ReadonlySet<string> = new Set([
  "Binder",
  "Catalog",
  "IO",
  "Not implemented",
  "Parser",
  "Permission",
]);

/**
 * An error of DuckDB as one of ours.
 *
 * @returns `ENGINE_DISK_FULL`, `ENGINE_OUT_OF_MEMORY`, `VALUE_REFUSED` without the message, which may hold the value, or
 * the error itself where it says only what is wrong with a statement
 */
export const translated = (
  cause: unknown,
  { memoryLimit, spillDirectory }: EngineOptions,
): unknown => {
  const message = isNativeError(cause) ? cause.message : "";
  if (/No space left|not enough disk space|max_temp_directory_size/i.test(message))
    return new EngineDiskFull({ directory: spillDirectory }, { cause });
  if (message.startsWith("Out of Memory")) return new EngineOutOfMemory({ memoryLimit }, { cause });
  const kind = /^([A-Z][A-Za-z ]*) Error: /.exec(message)?.[1];
  return kind === undefined || WITHOUT_VALUES.has(kind) ? cause : new ValueRefused({ kind });
};
