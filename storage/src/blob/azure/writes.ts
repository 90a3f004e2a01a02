import { randomUUID } from "node:crypto";

import type { BlobClient, BlobRequestConditions, ContainerClient } from "@azure/storage-blob";

import { BlobChanged, BlobExists } from "../../errors/errors.js";
import type { BlobSource } from "../blob-store.js";
import { isConflict, isMissing, isOverwriteRefused } from "./answers.js";
import { contentType } from "./content-type.js";
import type { Deadline } from "./deadline.js";
import { md5, uploadBytes, uploadFile, type UploadOptions } from "./upload.js";

/** The metadata field that names the writer of a blob, so that a retry recognises its own earlier write. */
const WRITER = "writer";

/** A new value of {@link create}'s and {@link replace}'s `writer`: one for each call of the store, retries included. */
export const newWriter = (): string => randomUUID();

/** Creates a blob. @throws `BLOB_EXISTS` */
export const create = async (
  container: ContainerClient,
  { name, source, writer }: { name: string; source: BlobSource; writer: string },
  deadline: Deadline,
): Promise<void> => {
  const blob = container.getBlockBlobClient(name);
  const options = optionsOf(name, writer, { ifNoneMatch: "*" }, deadline);
  try {
    if (source instanceof Uint8Array) await uploadBytes(blob, source, options);
    else await uploadFile(blob, source.file, options);
  } catch (cause) {
    if (!isConflict(cause) && !isOverwriteRefused(cause)) throw cause;
    const now = await propertiesOf(blob, deadline);
    if (now?.metadata?.[WRITER] !== writer) throw new BlobExists({ name }, { cause });
  }
};

/** Replaces a blob, or makes it where the etag is null. @returns the new etag @throws `BLOB_CHANGED` */
export const replace = async (
  container: ContainerClient,
  {
    name,
    bytes,
    etag,
    writer,
  }: { name: string; bytes: Uint8Array; etag: string | null; writer: string },
  deadline: Deadline,
): Promise<string> => {
  const blob = container.getBlockBlobClient(name);
  const conditions = etag === null ? { ifNoneMatch: "*" } : { ifMatch: etag };
  try {
    return await uploadBytes(blob, bytes, optionsOf(name, writer, conditions, deadline));
  } catch (cause) {
    if (!isConflict(cause)) throw cause;
    const now = await propertiesOf(blob, deadline);
    if (now?.metadata?.[WRITER] !== writer) throw new BlobChanged({ name }, { cause });
    return now.etag ?? "";
  }
};

const optionsOf = (
  name: string,
  writer: string,
  conditions: BlobRequestConditions,
  { signal, heard }: Deadline,
): UploadOptions => ({
  abortSignal: signal,
  onProgress: heard,
  conditions,
  metadata: { [WRITER]: writer },
  contentType: contentType(name),
});

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

/** Deletes a blob with its snapshots. A blob that is gone counts as deleted. */
export const remove = async (
  container: ContainerClient,
  { name, etag }: { name: string; etag: string | undefined },
  deadline: Deadline,
): Promise<void> => {
  const blob = container.getBlobClient(name);
  try {
    await blob.delete({
      abortSignal: deadline.signal,
      deleteSnapshots: "include",
      ...(etag === undefined ? {} : { conditions: { ifMatch: etag } }),
    });
  } catch (cause) {
    // Gone: before, or by an attempt of this call whose answer was lost.
    if (isMissing(cause)) return;
    if (!isConflict(cause) || (await propertiesOf(blob, deadline)) !== undefined) throw cause;
  }
};

/** Undefined when the blob is gone. */
const propertiesOf = async (blob: BlobClient, { signal }: Deadline) => {
  try {
    return await blob.getProperties({ abortSignal: signal });
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
};
