import type { BlobClient } from "@azure/storage-blob";

import { isMissing } from "./answers.js";
import type { Deadline } from "./deadline.js";

/** Reads the properties of a blob. @returns undefined when the blob is missing */
export const propertiesOf = async (blob: BlobClient, { signal }: Deadline) => {
  try {
    return await blob.getProperties({ abortSignal: signal });
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
};
