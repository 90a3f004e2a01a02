import { isNativeError } from "node:util/types";

import { DespliegaError } from "../errors/error.js";
import { ReleaseInvalid } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { partOf, type PartsOf } from "./read.js";

/** Loads what is in a part. @throws `RELEASE_INVALID`, which names the part, where its content cannot be used */
export const usablePart = async <T>(
  of: PartsOf,
  name: string,
  load: () => Promise<T>,
): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    if (cause instanceof DespliegaError || !isNativeError(cause)) throw cause;
    const blob = blobNames.described(of.model, of.version, partOf(of, name), of.edition);
    const problem = cause.message.split("\n")[0] ?? "";
    throw new ReleaseInvalid({ name: blob, problem }, { cause });
  }
};
