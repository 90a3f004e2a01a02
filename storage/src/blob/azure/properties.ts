import type { BlobClient } from "@azure/storage-blob";

import { isMissing } from "../../azure/answers.js";
import type { Deadline } from "../../azure/deadline.js";

/** Reads the properties of a blob. @returns undefined when the blob is missing */
export const propertiesOf = async (blob: BlobClient, { signal }: Deadline) => {
  try {
    return await blob.getProperties({ abortSignal: signal });
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
};
