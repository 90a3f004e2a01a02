import type { ContainerClient } from "@azure/storage-blob";

import { BlobChanged } from "../../errors/errors.js";
import { isConflict, isMissing, isOverwriteRefused } from "../../azure/answers.js";
import { contentType } from "./content-type.js";
import type { Deadline } from "../../azure/deadline.js";
import { md5 } from "./upload.js";

/** Appends to a blob that has a length, and makes it at length 0. @throws `BLOB_CHANGED` */
export const append = async (
  container: ContainerClient,
  { name, bytes, length }: { name: string; bytes: Uint8Array; length: number },
  { signal }: Deadline,
): Promise<void> => {
  const blob = container.getAppendBlobClient(name);
  if (length === 0)
    await blob
      .createIfNotExists({
        abortSignal: signal,
        blobHTTPHeaders: { blobContentType: contentType(name) },
      })
      .catch((cause: unknown) => {
        if (!isOverwriteRefused(cause)) throw cause;
      });
  try {
    await blob.appendBlock(bytes, bytes.length, {
      abortSignal: signal,
      conditions: { appendPosition: length },
      transactionalContentMD5: md5(bytes),
    });
  } catch (cause) {
    if (!isConflict(cause) && !isMissing(cause)) throw cause;
    throw new BlobChanged({ name }, { cause });
  }
};
