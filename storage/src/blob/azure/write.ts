import { randomUUID } from "node:crypto";

import type { BlobRequestConditions, BlockBlobClient, ContainerClient } from "@azure/storage-blob";

import { BlobChanged, BlobExists } from "../../errors/errors.js";
import type { BlobSource } from "../blob-store.js";
import { isConflict, isOverwriteRefused } from "../../azure/answers.js";
import { contentType } from "./content-type.js";
import type { Deadline } from "../../azure/deadline.js";
import { propertiesOf } from "./properties.js";
import { uploadBytes, uploadFile, type UploadOptions } from "./upload.js";

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
    await upload(blob, source, options);
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

/** Writes a blob, whatever is there. */
export const write = async (
  container: ContainerClient,
  { name, source, writer }: { name: string; source: BlobSource; writer: string },
  deadline: Deadline,
): Promise<void> => {
  const blob = container.getBlockBlobClient(name);
  await upload(blob, source, optionsOf(name, writer, {}, deadline));
};

const upload = async (
  blob: BlockBlobClient,
  source: BlobSource,
  options: UploadOptions,
): Promise<void> => {
  if (source instanceof Uint8Array) await uploadBytes(blob, source, options);
  else await uploadFile(blob, source.file, options);
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
