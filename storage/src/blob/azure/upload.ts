import { createHash, randomUUID } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";

import type {
  BlobRequestConditions,
  BlockBlobClient,
  BlockBlobUploadOptions,
} from "@azure/storage-blob";

import { together } from "../../process/together.js";

// Progress is reported at the end of each block only, so concurrent blocks must pass a slow line within the deadline.
const SINGLE = 16 << 20;
const BLOCK = 4 << 20;
const CONCURRENT = 2;

/** Options of an upload. */
export interface UploadOptions {
  readonly abortSignal: AbortSignal;
  /** Called after bytes were sent. */
  readonly onProgress: () => void;
  readonly conditions: BlobRequestConditions;
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentType: string;
}

/** The MD5 of a body, by which the account refuses one that changed on its way. */
export const md5 = (bytes: Uint8Array): Buffer => createHash("md5").update(bytes).digest();

/** Uploads bytes in one request. @returns the blob's etag */
export const uploadBytes = async (
  blob: BlockBlobClient,
  bytes: Uint8Array,
  options: UploadOptions,
): Promise<string> => {
  const answer = await blob.upload(bytes, bytes.length, {
    ...whole(options),
    blobHTTPHeaders: { blobContentType: options.contentType, blobContentMD5: md5(bytes) },
  });
  return answer.etag ?? "";
};

/** Uploads a file of any size, in blocks if it is large. The SDK's own function does not send hashes of the blocks. */
export const uploadFile = async (
  blob: BlockBlobClient,
  file: string,
  options: UploadOptions,
): Promise<void> => {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size <= SINGLE) await uploadBytes(blob, await read(handle, 0, size), options);
    else await uploadBlocks(blob, handle, size, options);
  } finally {
    await handle.close();
  }
};

const uploadBlocks = async (
  blob: BlockBlobClient,
  handle: FileHandle,
  size: number,
  options: UploadOptions,
): Promise<void> => {
  const { abortSignal, onProgress } = options;
  // Uncommitted blocks belong to the blob, so the ids differ from those of other writers.
  const writer = randomUUID();
  const ids = Array.from({ length: Math.ceil(size / BLOCK) }, (_, at) =>
    Buffer.from(`${writer}-${String(at).padStart(6, "0")}`).toString("base64"),
  );
  const queue = ids.entries();
  const stage = async (stop: AbortSignal): Promise<void> => {
    for (const [at, id] of queue) {
      if (stop.aborted) return;
      const bytes = await read(handle, at * BLOCK, Math.min(BLOCK, size - at * BLOCK));
      const transactionalContentMD5 = md5(bytes);
      await blob.stageBlock(id, bytes, bytes.length, {
        abortSignal,
        onProgress,
        transactionalContentMD5,
      });
    }
  };
  await together(...Array.from({ length: CONCURRENT }, () => stage));
  await blob.commitBlockList(ids, {
    ...whole(options),
    blobHTTPHeaders: { blobContentType: options.contentType },
  });
};

const whole = ({
  abortSignal,
  onProgress,
  conditions,
  metadata,
}: UploadOptions): BlockBlobUploadOptions => ({
  abortSignal,
  onProgress,
  conditions,
  metadata: { ...metadata },
});

const read = async (handle: FileHandle, from: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
};
