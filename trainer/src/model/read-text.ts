import { readFileSync } from "node:fs";

import { ModelInvalid } from "../errors/errors.js";
import { shown } from "./shown.js";

/** Files of a model become artifacts of a release, which should not be larger. */
const MAX_BYTES = 2 ** 20;

/**
 * Reads a file of a model.
 *
 * @param cure what to write into it, as the end of a sentence
 * @throws `MODEL_INVALID` when it is missing, empty, too large or no UTF-8 text
 */
export const readText = (file: string, cure: string): string => {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new ModelInvalid({ problems: [`${shown(file)} ${problem}`] }, { cause });
  };
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    return refuse(code === "ENOENT" ? `is missing: ${cure}` : `cannot be read (${code})`, cause);
  }
  if (bytes.length > MAX_BYTES) return refuse("has more than 1 MiB: make it shorter");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\0")) return refuse("holds a NUL character: remove it");
    return text.trim() === "" ? refuse(`is empty: ${cure}`) : text;
  } catch (cause) {
    if (cause instanceof ModelInvalid) throw cause;
    return refuse("is not UTF-8 text: save it as UTF-8", cause);
  }
};
